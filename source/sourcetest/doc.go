// Package sourcetest holds what tests of providers have in common: a conformance suite
// and a fake provider. Only tests and source/demo may import it.
//
//	func TestConformance(t *testing.T) {
//		sourcetest.Run(t, newProvider(), sourcetest.Case{Name: "demo", Words: "blues", ...})
//	}
//
// Run checks what the comments of source.Searcher, Lister, Resolver and Opener promise,
// for those of them that the provider has. What else a provider promises is for its
// own tests.
package sourcetest
