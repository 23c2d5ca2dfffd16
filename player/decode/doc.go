// Package decode turns a file into sound: stereo float32 frames with exact positions.
package decode
