package innertube

import (
	"maps"
	"strings"
	"time"
)

// An Identity is one client of YouTube that can be spoken as. It is data: nothing in
// the code depends on which identities there are, except for the three names below that
// the catalogue asks for.
type Identity struct {
	// Name is what the configuration calls it.
	Name string `toml:"name"`
	// ClientName and ClientVersion go into the context and, the name as its number ID,
	// into headers. {date} in the version stands for today as YYYYMMDD.
	ClientName    string `toml:"client_name"`
	ClientVersion string `toml:"client_version"`
	ID            int    `toml:"id"`
	// UserAgent goes with requests for answers and for media alike.
	UserAgent string `toml:"user_agent"`
	// Host is "www", "apis", "music" or "charts"; empty means "www".
	Host string `toml:"host"`
	// Player is the endpoint that gives stream addresses: "player", "reel", or empty for an
	// identity that gives none.
	Player string `toml:"player"`
	// Muxed says that only sound together with a picture may be had (itag 18).
	Muxed bool `toml:"muxed"`
	// Visitor says that a player call without visitorData is refused.
	Visitor bool `toml:"visitor"`
	// Native asks in the way of an installed program: with the parameters t and id, a
	// nonce and the second format of answers, without Origin.
	Native bool `toml:"native"`
	// Disabled takes it out of use.
	Disabled bool `toml:"disabled"`
	// Context holds further members of context.client.
	Context map[string]any `toml:"context"`
}

// Names of the identities that the catalogue asks as.
const (
	Web    = "web"
	Remix  = "web_remix"
	Charts = "web_music_analytics"
)

const (
	desktopUA = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
	visionUA  = "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_7_3) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15"
	nativeUA  = "com.google.visionos.youtube/1.04(RealityDevice17,1; U; CPU visionOS 26_6_0 like Mac OS X; US)"
	androidUA = "com.google.android.youtube/21.26.364 (Linux; U; Android 11) gzip"
)

// identities are the compiled-in table, in the order in which resolvers try them. Values
// are those that maintained clients used in August 2026.
func identities() []Identity {
	android := map[string]any{"osName": "Android", "osVersion": "11", "androidSdkVersion": 30}
	return []Identity{
		{
			Name: "visionos", ClientName: "VISIONOS", ClientVersion: "1.02", ID: 101, UserAgent: visionUA,
			Player: "player", Visitor: true,
			Context: map[string]any{
				"deviceMake": "Apple", "deviceModel": "RealityDevice17,1",
				"osName": "visionOS", "osVersion": "26.5.23O471", "userAgent": visionUA,
			},
		},
		{
			Name: "visionos_native", ClientName: "VISIONOS", ClientVersion: "1.04", ID: 101, UserAgent: nativeUA,
			Host: "apis", Player: "player", Visitor: true, Native: true,
			Context: map[string]any{
				"deviceMake": "Apple", "deviceModel": "RealityDevice17,1", "osName": "visionOS",
				"osVersion": "26.6.0.23O770", "clientScreen": "WATCH", "platform": "MOBILE",
			},
		},
		{
			Name: "android_reel", ClientName: "ANDROID", ClientVersion: "21.26.364", ID: 3, UserAgent: androidUA,
			Host: "apis", Player: "reel", Muxed: true, Native: true, Context: android,
		},
		{
			Name: "android", ClientName: "ANDROID", ClientVersion: "21.26.364", ID: 3, UserAgent: androidUA,
			Player: "player", Muxed: true, Context: maps.Clone(android),
		},
		{Name: Web, ClientName: "WEB", ClientVersion: "2.20260708.00.00", ID: 1, UserAgent: desktopUA},
		{Name: Remix, ClientName: "WEB_REMIX", ClientVersion: "1.{date}.01.00", ID: 67, UserAgent: desktopUA, Host: "music"},
		{Name: Charts, ClientName: "WEB_MUSIC_ANALYTICS", ClientVersion: "2.0", ID: 31, UserAgent: desktopUA, Host: "charts"},
	}
}

// Version is the version that is sent at now.
func (i Identity) Version(now time.Time) string {
	return strings.ReplaceAll(i.ClientVersion, "{date}", now.UTC().Format("20060102"))
}

// client is context.client. Answers are read as English text, so the language is not a
// matter of taste; the country is.
func (i Identity) client(now time.Time, country, visitor string) map[string]any {
	c := map[string]any{"timeZone": "UTC", "utcOffsetMinutes": 0}
	maps.Copy(c, i.Context)
	// What headers say as well, and what answers are read by, is not the table's to change.
	c["clientName"], c["clientVersion"] = i.ClientName, i.Version(now)
	c["hl"], c["gl"] = "en", country
	if visitor != "" {
		c["visitorData"] = visitor
	}
	return c
}

// origin is what a browser on the identity's page would send as Origin, empty for
// programs that are no browser.
func (i Identity) origin() string {
	switch {
	case i.Native || i.Muxed:
		return ""
	case i.Host == "music":
		return "https://music.youtube.com"
	case i.Host == "charts":
		return "https://charts.youtube.com"
	}
	return "https://www.youtube.com"
}
