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
// # The table file
//
// It is TOML. An entry whose name exists changes that identity, field by field; any other
// one is new, needs the first five fields, and is tried before those that are built in.
//
//	[[client]]
//	name = "visionos"
//	client_version = "1.05"
//
//	[[client]]
//	name = "successor"
//	client_name = "SUCCESSOR"          # context.client.clientName
//	client_version = "1.0"             # {date} in it is today as YYYYMMDD
//	id = 120                           # the number in X-YouTube-Client-Name
//	user_agent = "..."                 # for answers and media
//	host = "www"                       # or apis, music, charts
//	player = "player"                  # or reel; none: it gives no stream addresses
//	visitor = true                     # refused without visitorData
//	native = false                     # asks as an installed program, not as a page
//	muxed = false                      # gives only sound with a picture
//	disabled = false
//	context = { osName = "x" }         # further members of context.client
//
// A [Client] may be used from any goroutine. It starts none and holds nothing that
// needs closing.
package innertube
