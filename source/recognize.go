package source

// A Recognizer knows the track that an argument names without asking anybody: what a link
// says by itself. The Track has no title yet. It is called from any goroutine and does no
// I/O.
type Recognizer interface {
	Recognize(arg string) (t Track, ok bool)
}

var _ Recognizer = (*Registry)(nil)

// Recognize asks the providers in their order.
func (r *Registry) Recognize(arg string) (Track, bool) {
	for _, m := range r.providers {
		if m.recognizer == nil {
			continue
		}
		if t, ok := m.recognizer.Recognize(arg); ok {
			return t, true
		}
	}
	return Track{}, false
}
