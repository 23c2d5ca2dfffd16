// Package stream reads a file at an HTTP origin as if it were here: an
// io.ReadSeeker and io.ReaderAt over bounded range requests.
package stream
