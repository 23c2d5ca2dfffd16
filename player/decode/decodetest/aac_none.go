//go:build noaac

package decodetest

func aacFormats() []Format { return nil }
