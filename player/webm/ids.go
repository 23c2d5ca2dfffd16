package webm

// Element ids of EBML (RFC 8794) and Matroska (RFC 9559) with their length marker, as
// they stand in a file. They are exported so that a writer need not repeat them.
const (
	IDEBML        = 0x1A45DFA3
	IDEBMLVersion = 0x4286
	IDReadVersion = 0x42F7
	IDMaxIDLen    = 0x42F2
	IDMaxSizeLen  = 0x42F3
	IDDocType     = 0x4282
	IDDocTypeVer  = 0x4287
	IDDocTypeRead = 0x4285
	IDVoid        = 0xEC
	IDCRC32       = 0xBF

	IDSegment = 0x18538067

	IDSeekHead     = 0x114D9B74
	IDSeek         = 0x4DBB
	IDSeekID       = 0x53AB
	IDSeekPosition = 0x53AC

	IDInfo           = 0x1549A966
	IDTimestampScale = 0x2AD7B1
	IDDuration       = 0x4489
	IDTitle          = 0x7BA9
	IDMuxingApp      = 0x4D80
	IDWritingApp     = 0x5741

	IDTracks            = 0x1654AE6B
	IDTrackEntry        = 0xAE
	IDName              = 0x536E
	IDTrackNumber       = 0xD7
	IDTrackUID          = 0x73C5
	IDTrackType         = 0x83
	IDFlagDefault       = 0x88
	IDFlagLacing        = 0x9C
	IDDefaultDuration   = 0x23E383
	IDLanguage          = 0x22B59C
	IDCodecID           = 0x86
	IDCodecPrivate      = 0x63A2
	IDCodecDelay        = 0x56AA
	IDSeekPreRoll       = 0x56BB
	IDContentEncodings  = 0x6D80
	IDAudio             = 0xE1
	IDSamplingFrequency = 0xB5
	IDChannels          = 0x9F
	IDBitDepth          = 0x6264

	IDCues               = 0x1C53BB6B
	IDCuePoint           = 0xBB
	IDCueTime            = 0xB3
	IDCueTrackPositions  = 0xB7
	IDCueTrack           = 0xF7
	IDCueClusterPosition = 0xF1

	IDCluster        = 0x1F43B675
	IDTimestamp      = 0xE7
	IDSilentTracks   = 0x5854
	IDPosition       = 0xA7
	IDPrevSize       = 0xAB
	IDSimpleBlock    = 0xA3
	IDBlockGroup     = 0xA0
	IDBlock          = 0xA1
	IDBlockDuration  = 0x9B
	IDDiscardPadding = 0x75A2
	IDEncryptedBlock = 0xAF

	IDChapters    = 0x1043A770
	IDTags        = 0x1254C367
	IDAttachments = 0x1941A469

	IDTag             = 0x7373
	IDTargets         = 0x63C0
	IDTargetTypeValue = 0x68CA
	IDSimpleTag       = 0x67C8
	IDTagName         = 0x45A3
	IDTagString       = 0x4487

	IDEditionEntry       = 0x45B9
	IDChapterAtom        = 0xB6
	IDChapterTimeStart   = 0x91
	IDChapterFlagHidden  = 0x98
	IDChapterFlagEnabled = 0x4598
	IDChapterDisplay     = 0x80
	IDChapString         = 0x85
)

// topLevel says whether id stands directly in the segment; such an id ends a
// cluster of unknown size.
func topLevel(id uint32) bool {
	switch id {
	case IDSeekHead, IDInfo, IDTracks, IDCues, IDCluster, IDChapters, IDTags, IDAttachments, IDSegment, IDEBML:
		return true
	}
	return false
}

// inCluster says whether id may stand directly in a cluster.
func inCluster(id uint32) bool {
	switch id {
	case IDTimestamp, IDSilentTracks, IDPosition, IDPrevSize, IDSimpleBlock, IDBlockGroup, IDEncryptedBlock, IDVoid, IDCRC32:
		return true
	}
	return false
}
