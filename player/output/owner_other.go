//go:build !unix

package output

import "io/fs"

// ours is false where a file's owner is not known: then only a server that is named is used.
func ours(fs.FileInfo) bool { return false }
