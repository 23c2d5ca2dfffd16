//go:build !linux

package library_test

func onFullDisk(string) error { return nil }
