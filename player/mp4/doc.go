// Package mp4 takes the samples of one sound track out of an MP4, M4A or QuickTime
// file (ISO/IEC 14496-12), progressive or in fragments.
//
//	io.ReadSeeker --> input --> readTop: moov (first or last) --> sampleTable --> cursor --+
//	              absolute reads   |                                                       +--> Next: Packet
//	                               +--> sidx --> points --> SeekTick --> moof -> fragment -+
//
// It is made for files that arrive over a network:
//   - Open reads the header as a whole, since the table of a progressive file is needed to
//     find anything (some 600 kB for an hour), and announces it by Aim(off, n) if the input
//     has that. Of a file in fragments it reads the index and the first fragment's table:
//     under 16 KiB for an hour.
//   - One seek reads one place in a progressive file. In a file of fragments it reads the
//     fragment's table (one moof box) and the sample, as one range when they are within
//     48 KiB of one another, else as two, so that the up to ten seconds of sound between
//     them do not travel.
//   - Fragments without an index are walked from one table to the next and remembered.
//   - An error of the input is passed on as it is; every call may be repeated.
//
// What is heard of a track (Start, End) comes from iTunes' note iTunSMPB if it makes sense,
// else from the edit list and the length of the last sample. Without either, as
// in many files of fragments, nothing tells of the encoder's priming.
//
// A file may be damaged or hostile. Sample tables are kept as the bytes that were
// read, at most 32 MiB in all; a fragment's table is held to 4 MiB and 2^17 samples, a sample
// to 1 MiB, the index to 2^18 points. After damage between fragments the next moof is
// searched for behind the last sound one; in a progressive file damage costs
// the samples that it hit.
//
// Known limits: compact sample sizes (stz2), external data references and more than the
// first sample description are not supported; edits after the first that is not empty
// are ignored; nested indexes are followed by walking from their first fragment.
//
// The package starts no goroutine. Measured (go test -bench): 0 allocations a
// sample, 2 or so a fragment.
package mp4
