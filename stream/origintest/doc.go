// Package origintest is an HTTP origin that does wrong what it is told to, and a
// network that is as slow as it is told to be.
//
//	client -- Network: RTT, bandwidth, cuts -- http.Server -- Origin: faults, log of requests
//
// Network exists in memory and works in a testing/synctest bubble, where its times
// are exact. It works in real time as well: the demo's tracks come through one.
//
//	goroutine            started by       ends when                        may block on
//	pipe.run (2 a conn)  dial             the pipe is shut and empty,      its lane, a slow reader
//	                                      or broken (Network.Close)
package origintest
