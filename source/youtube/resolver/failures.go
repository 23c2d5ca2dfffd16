package resolver

import (
	"errors"
	"fmt"

	"anyaudio/source"
	"anyaudio/source/youtube/innertube"
)

// failures are the ways that were tried, in order.
type failures []failure

type failure struct {
	way Way
	err error
}

// add notes a failure, in the place of an older one of the same way.
func (fs *failures) add(w Way, err error) {
	for i := range *fs {
		if (*fs)[i].way == w {
			(*fs)[i].err = err
			return
		}
	}
	*fs = append(*fs, failure{w, err})
}

// allow reports whether a way may help after all that has failed.
func (fs failures) allow(next Way, account bool) bool {
	for _, f := range fs {
		if isAbsent(f.err) || f.way == next {
			continue
		}
		kind := innertube.KindOf(f.err)
		if kind != nil && !canHelp(kind, infoOf(f.way), infoOf(next), account) {
			return false
		}
	}
	return true
}

// isAbsent reports whether a way was not there to be asked.
func isAbsent(err error) bool {
	kind := innertube.KindOf(err)
	return kind == ErrNoHelper || kind == ErrOldHelper || kind == ErrNoIdentity
}

// err is what the listener is told: what was said of the track, if anything was; otherwise
// the failure of the first way, which is the one that usually works. When a helper that
// might have helped is missing, the next step is to install it.
func (fs failures) err() error {
	var all []error
	var chosen *failure
	for i, f := range fs {
		all = append(all, fmt.Errorf("%s: %w", key(f.way), f.err))
		switch {
		case chosen == nil, isAbsent(chosen.err) && !isAbsent(f.err), aboutTrack(innertube.KindOf(f.err)):
			chosen = &fs[i]
		}
	}
	if chosen == nil {
		return ErrNoIdentity.Fail("", nil)
	}
	told, ok := errors.AsType[*source.Error](chosen.err)
	if !ok {
		return errors.Join(all...)
	}
	kind, hint := innertube.KindOf(chosen.err), told.Hint
	if !aboutTrack(kind) && !aboutNetwork(kind) {
		for _, f := range fs {
			if e, ok := errors.AsType[*source.Error](f.err); ok && f.way.Name() == YtDlp && isAbsent(f.err) {
				hint = e.Hint
			}
		}
	}
	return &source.Error{Kind: kindOrBase(chosen.err, told), Line: told.Line, Hint: hint, Err: &trail{all}}
}

func kindOrBase(err error, told *source.Error) error {
	if kind := innertube.KindOf(err); kind != nil {
		return kind
	}
	return told.Kind
}

// trail is the text of all failures, for the log file. It is not unwrapped: errors.Is must
// find the kind that the listener is told and no other.
type trail struct{ all []error }

func (t *trail) Error() string {
	text := ""
	for i, err := range t.all {
		if i > 0 {
			text += "; "
		}
		text += err.Error()
	}
	return source.Clean(text)
}
