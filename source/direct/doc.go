// Package direct plays what an http or https URL names: the provider for addresses
// that the listener types or pastes.
//
//	https://host/a.webm ──▶ Expand, no network ──▶ one Track ──▶ Resolve, no network ──▶ Media
//	https://host/a.m3u  ──▶ Expand, one GET (≤ 1 MiB) ──▶ a Track for each entry
//
// Whether there is sound at an address is found out by whoever reads it; this package
// only judges the address. Its tracks carry the provider name "url" and the URL as id.
//
// An id is the URL as it was typed, its query and password included: without them it
// could not be played again. Track.Link and every error leave them out. Media.URL
// holds no password, it travels in Media.Header.
//
// A list from the web can name http and https addresses only, never a file of this
// machine. The package starts no goroutine.
package direct
