package innertube

import "strings"

// Bases are the addresses of all that is asked, without a slash at the end. Addresses of
// media are not here: they come whole out of answers.
type Bases struct {
	WWW     string // InnerTube for web clients, pages
	Music   string // InnerTube for the client WEB_REMIX
	APIs    string // InnerTube for native clients
	Charts  string // InnerTube for charts
	Suggest string // completion of what is being typed
	Thumbs  string // images by video id
}

// DefaultBases are the hosts of YouTube.
func DefaultBases() Bases {
	return Bases{
		WWW:     "https://www.youtube.com",
		Music:   "https://music.youtube.com",
		APIs:    "https://youtubei.googleapis.com",
		Charts:  "https://charts.youtube.com",
		Suggest: "https://suggestqueries-clients6.youtube.com",
		Thumbs:  "https://i.ytimg.com",
	}
}

// At returns bases that all lie at one address, as a fake has it.
func At(base string) Bases {
	base = strings.TrimRight(base, "/")
	return Bases{WWW: base, Music: base, APIs: base, Charts: base, Suggest: base, Thumbs: base}
}

// Or returns b with its empty fields taken from d.
func (b Bases) Or(d Bases) Bases {
	for _, f := range [...]struct{ to, from *string }{
		{&b.WWW, &d.WWW},
		{&b.Music, &d.Music},
		{&b.APIs, &d.APIs},
		{&b.Charts, &d.Charts},
		{&b.Suggest, &d.Suggest},
		{&b.Thumbs, &d.Thumbs},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
		*f.to = strings.TrimRight(*f.to, "/")
	}
	return b
}

// Host returns the base that an identity names ("www", "music", "apis", "charts").
func (b Bases) Host(name string) string {
	switch name {
	case "music":
		return b.Music
	case "apis":
		return b.APIs
	case "charts":
		return b.Charts
	}
	return b.WWW
}
