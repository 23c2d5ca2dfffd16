//go:build !unix

package library_test

func becomeNobody() error { return nil }
