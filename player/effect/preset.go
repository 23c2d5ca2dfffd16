package effect

// presets are in the order in which they are shown.
var presets = [...]struct {
	name  string
	curve Curve
}{
	{"flat", Curve{}},
	{"bass", Curve{6, 5, 4, 2, 0, 0, 0, 0, 0, 0}},
	{"treble", Curve{0, 0, 0, 0, 0, 0, 2, 4, 5, 6}},
	{"vocal", Curve{-3, -3, -2, 0, 2, 4, 4, 2, 0, -1}},
	{"loudness", Curve{6, 5, 2, 0, -1, -1, 0, 1, 3, 5}},
	{"rock", Curve{4, 3, 2, 0, -1, -1, 1, 2, 3, 4}},
	{"classical", Curve{0, 0, 0, 0, 0, 0, -1, -2, -2, -3}},
	{"speech", Curve{-8, -6, -2, 0, 1, 3, 4, 3, 0, -3}},
	{"night", Curve{-8, -6, -3, 0, 0, 0, 0, 0, -1, -2}},
}

// Presets returns the names of the curves that Preset knows, "flat" first.
func Presets() []string {
	names := make([]string, len(presets))
	for i, p := range presets {
		names[i] = p.name
	}
	return names
}

// Preset returns the curve of that name.
func Preset(name string) (Curve, bool) {
	for _, p := range presets {
		if p.name == name {
			return p.curve, true
		}
	}
	return Curve{}, false
}

// NameOf returns the name of a preset with that curve, "custom" when there is none.
func NameOf(c Curve) string {
	for _, p := range presets {
		if p.curve == c {
			return p.name
		}
	}
	return "custom"
}
