// Package decode turns a file into sound: stereo float32 frames with exact positions.
//
//	Input --Open: probe--> wav ----------------------------------------+
//	   |                                                               |
//	   |     packetSource: places           packetTrack: counts,       +--> Decoder --> Resample --> Decoder
//	   +---> webmOpus (webm.Demuxer) -----> trims, conceals, seeks ----+  (file's rate)             (48 kHz)
//	   +---> mp4AAC (mp4.Demuxer) ------+        |      ^
//	                                             v      |
//	                                        packetDecoder: guard(gopus), guard(go-aac)
//
// A container is added as a packetSource, a codec as a packetDecoder in one file.
//
// The package starts no goroutine and logs nothing. A Decoder is used by one goroutine;
// what blocks is its Input, in Open, Read and SeekFrame. Cancelling is the Input's
// business: its error is passed on as it is.
//
// Positions are frames from the first that is heard. In WebM, block times are rounded
// to milliseconds, so the position is counted, and after a seek it is found again from the
// time of one block, because Opus packets begin at multiples of 2.5 ms. Sound that is
// missing in the file is concealed and then silent for up to a second, so that
// positions stay right. A longer hole is passed over: a Decoder with a method
// Frame() int64 tells the number of its next frame, which then jumps.
//
// Len of an Opus track is good to some milliseconds until its end has been reached: the
// file gives the exact length in its last packet only. No file is cut at that length.
//
// Measured (go test -run Oracle -v; -bench . ), two shared cores:
//   - Opus against opusdec --float (libopus 1.3.1) on the same packets, 33 files of
//     12 to 256 kb/s, 2.5 to 60 ms, mono and stereo: worst 127.6 dB, lengths equal.
//   - After a seek, against linear decoding: the position is equal, the sound within
//     40 dB in the first 40 ms for music at 96 kb/s; 13 dB was the least, at 12 kb/s.
//   - Opening an hour of WebM reads less than 64 KiB until the first frame; a seek
//     reads one contiguous part of the file, after one Aim.
//   - AAC-LC against ffmpeg on the same files: within one step of 16 bits, lengths as
//     the file tells them; after a seek equal to linear decoding (with noise substitution
//     the noise differs). Mono and stereo of 22 to 48 kHz, four layouts.
//   - Resample 44.1 to 48 kHz: 115 dB or more from 100 Hz to 18 kHz, 0.3 % of a core; 96 to
//     48 kHz: 0.5 %. Other pairs of rates: 111 dB or more up to 0.4 of the lower rate.
//   - Read allocates nothing in steady state, with AAC two bytes a packet in the library.
//
// Known limits: Opus with more than two channels, HE-AAC and AAC with more than two are
// ErrUnsupported, and all AAC in a build with the tag noaac; live recordings
// whose clock drifts against the sound keep the count when read on, and land by their
// clock when seeked.
package decode
