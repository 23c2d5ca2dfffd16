// Package origintest is an HTTP origin that does wrong what it is told to, and a
// network that is as slow as it is told to be.
//
//	client -- Network or Shape(listener): RTT, bandwidth, cuts -- http.Server -- Origin: faults, log of requests
//
// Network exists in memory and works in a testing/synctest bubble, where its times
// are exact. Shape does the same to real connections.
//
//	goroutine            started by       ends when                        may block on
//	pipe.run (2 a conn)  dial, Accept     the pipe is shut and empty,      its lane, a slow reader
//	                                      or broken (Network.Close)
//	receive, transmit    shaped.Accept    the connection has ended         the real connection
package origintest
