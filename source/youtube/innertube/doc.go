// Package innertube speaks the JSON interface of YouTube's own clients. It knows how to
// ask, as which client, and how to tell an answer from the pages that are sent in its
// place; what the answers mean is for packages catalogue and resolver.
//
//	Call{Identity, endpoint, body} ──▶ context + headers + visitorData ──▶ http.Client
//	                                                                          │
//	Node (JSON tree) ◀── kind of answer: JSON | HTML | consent | 429 | 5xx ◀──┘
//	                                       │
//	                                     *source.Error of one Kind
//
// Who the client says it is comes from a [Table] of identities that is data: compiled in,
// and replaced or extended by a file, so that a breakage can be mended without a release.
// All addresses come from one [Bases].
//
// A [Client] may be used from any goroutine. It starts none and holds nothing that
// needs closing.
package innertube
