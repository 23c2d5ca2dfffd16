// Package decode turns a file into sound: stereo float32 frames with exact positions.
//
//	Input --Open: probe--> wav ----------------------------------------+
//	   +---> flacTrack (own headers and seeks; mewkiz/flac decodes) ----+
//	   +---> ffmpegTrack (loopback HTTP --> ffmpeg --> pipe) -----------+
//	   |                                                               |
//	   |     packetSource: places           packetTrack: counts,       +--> Decoder --> Resample --> Decoder
//	   +---> webmOpus (webm.Demuxer) -----> trims, conceals, seeks ----+  (file's rate)             (48 kHz)
//	   +---> webmVorbis, oggSource -----+        |      ^
//	   +---> mp4AAC (mp4.Demuxer) ------+        |      |
//	   +---> framed (MP3), adts --------+        v      |
//	                                        packetDecoder: guard(gopus), guard(go-aac),
//	                                                       guard(jfreymuth/vorbis), guard(go-mp3)
//	   oggChain plays the links of an Ogg file, each a packetTrack over one ogg.Reader.
//
// A container is added as a packetSource, a codec as a packetDecoder in one file.
//
// The package logs nothing. A Decoder is used by one goroutine; what blocks is its Input,
// in Open, Read and SeekFrame. Cancelling is the Input's business: its error is passed
// on as it is. No goroutine is started, but for a track that ffmpeg decodes (OpenWith),
// which is an io.Closer for that reason:
//
//	goroutine           started by         ends when               may block on
//	loopback.http       newLoopback        Close                   accept
//	its handlers        ffmpeg's requests  the run or Close ends   Input, ffmpeg's socket
//	ffmpegRun.listen    start, SeekFrame   ffmpeg ends             ffmpeg's messages
//
// There the Input is used by one handler at a time, beside the goroutine of the Decoder, until
// Close has returned. When it fails ffmpeg is ended, the waiting call gives that error, and
// the next one starts ffmpeg anew where the sound stopped.
//
// Positions are frames from the first that is heard. In WebM, block times are rounded
// to milliseconds, so the position is counted, and after a seek it is found again from the
// time of one block, because Opus packets begin at multiples of 2.5 ms; for Vorbis from the
// times of a dozen blocks, whose lengths are exact. In Ogg the granule positions are
// exact. Sound that is missing in the file is concealed and then silent for up to a
// second, so that positions stay right. A longer hole is passed over: a Decoder with a
// method Frame() int64 tells the number of its next frame, which then jumps.
//
// MP3 and ADTS number nothing. A place in them is exact where all frames before it have been
// counted: as far as the file was played, anywhere when its frames are of equal size (CBR) or
// the Input has no Aim and so is taken for a local file, and up to 128 KiB beyond a
// place that is known. A seek further into a file of unequal frames over a network goes by
// the Xing or VBRI table, in ADTS by the mean size, and counts on from that estimate; the
// end is exact again, and Len may then change by the error. In FLAC every place is exact:
// frames are numbered.
//
// Len of an Opus track in WebM is good to some milliseconds until its end has been
// reached: the file gives the exact length in its last packet only. No file is cut at that
// length. That of an Ogg file stands on its last page: a local file is asked for that in
// Open; an Input with Aim comes over a network, and is asked in the Read that follows
// the first 8 s of sound, by ReadAt if it has that, so that Len is -1 before.
//
// Measured (go test -run Oracle -v; -bench . ), two shared cores; 97 files are compared with
// other decoders; what comes over a network is measured in package player, see there:
//   - Opus against opusdec --float (libopus 1.3.1) on the same packets, 33 files of
//     12 to 256 kb/s, 2.5 to 60 ms, mono and stereo: worst 127.6 dB, lengths equal.
//   - After a seek, against linear decoding: the position is equal, the sound within
//     40 dB in the first 40 ms for music at 96 kb/s; 13 dB was the least, at 12 kb/s.
//   - Opening an hour of WebM reads less than 64 KiB until the first frame; a seek
//     reads one contiguous part of the file, after one Aim, that begins some 14 KiB before
//     its place.
//   - Opus in Ogg against opusdec: 139.0 dB or more, ten files of ffmpeg and opusenc. Vorbis
//     against ffmpeg, in Ogg and WebM, 8 to 96 kHz: 134.3 dB or more. Six channels: Vorbis 134 dB,
//     Opus 83 dB (of ffmpeg's 16 bits). Lengths equal; a seek in Vorbis gives
//     the very samples of linear decoding, in Opus those within 40 dB.
//   - Opening an hour of Ogg Opus reads 17 KiB until the first frame; a seek asks at most 5
//     times, 2 to 3 in the mean when the rate changes by a factor of two in the file.
//   - AAC-LC against ffmpeg on the same files: within one step of 16 bits, lengths as
//     the file tells them; after a seek equal to linear decoding (with noise substitution
//     the noise differs). Mono and stereo of 22 to 48 kHz, four layouts.
//   - FLAC against ffmpeg: bit-exact, 8 to 192 kHz, 16 and 24 bits, and so after seeks. A seek
//     in files of ten minutes reads up to 48 KiB in one piece by interpolation, in two with
//     a SEEKTABLE; a file without its length costs a look at the end more.
//   - MP3 against ffmpeg on files of LAME's, CBR, ABR and VBR: 74.6 to 79.5 dB in MPEG-1, counts
//     exact, after seeks in counted files equal to linear decoding. MPEG-2: 78 to
//     79 dB on three files, 34 dB on one of music at 24 kHz and 32 kb/s (the library's; the
//     cause is not found). An hour opens with 17 KB; a seek reads 8 to 16 KB, up to 212 KB
//     where it counts. By the Xing table of an hour of VBR it lands within 0.35 % of the file.
//   - ADTS as AAC in MP4.
//   - ffmpeg, by a 120 s AIFF: 0.5 MB for the open, 0.7 MB for a seek. Seeks equal linear
//     decoding in ALAC, AIFF, TTA, MP2 and AAC 5.1, and up to its dither in AC-3;
//     in WMA and MPEG-2.5 ffmpeg lands by a guess.
//   - Damage (TestMutations with ANYAUDIO_SOAK=1): of 2,000 files of each of 13 kinds none
//     panics or goes on for ever; all of the 1,000 whose sound alone is damaged are heard to their
//     end.
//   - Resample 44.1 to 48 kHz: 115 dB or more from 100 Hz to 18 kHz, 0.3 % of a core; 96 to
//     48 kHz: 0.5 %. Other pairs of rates: 111 dB or more up to 0.4 of the lower rate. A tone at
//     44.1 kHz that was cut in two files and is continued at the Edge is that of the undivided file, bit for bit
//     (player's TestGaplessPairs). Resampled each by itself, with what lies beyond the ends taken to go on as it
//     does there, the two had a second difference at the join of up to 0.03 of full scale at 440 Hz and 0.17 at 3 kHz,
//     since the second one began up to a frame late.
//   - Read allocates nothing in steady state, with AAC two bytes a packet in the library, with
//     Vorbis some slices a packet in the library (3 in 20 ms). MP3 and FLAC allocate in
//     theirs some 5,500 and 160 times a second of sound (2.2 and 0.4 MB), at 2.5 and 0.6 % of a core.
//
// Known limits: HE-AAC, AAC with more than two channels, FLAC of 32 bits, MPEG-2.5, MPEG layers I and II
// and free format are ErrUnsupported without ffmpeg, and all AAC in a build with the tag noaac; live recordings whose clock drifts against the sound
// keep the count when read on, and land by their clock when seeked. Pictures in the
// comments of an Ogg file are read through, since nothing says where they end. The
// length of a chained Ogg file is known when its last link plays.
package decode
