// Package taste suggests music from what was heard, finished, skipped and saved on this
// machine, and from nothing else.
//
//	                 Refresh (network, in the background)
//	source.Relater ──────────▶ library: related, 5 days
//	                                 │
//	plays, saved, shown, never ──────┤  one read, 4,000 plays at the most
//	                                 ▼
//	                       profile: finishes and skips with decay, by track, artist, hour
//	                                 ▼
//	                       rank: candidates × terms, picked for variety
//	                                 ▼
//	           Suggest, Continue, List ─▶ tracks with the reason of each
//
// Suggest asks no network: what a Refresh has brought is kept in the library and stays in
// use without one. What is sent by Refresh is the ID of a track to the provider it came from,
// as opening its related tracks does. Nothing leaves the machine otherwise, and in private
// mode nothing is asked or kept.
//
// # The ranking
//
// It is all in rank.go: a weighted sum of terms. Half of a play's weight is gone after 30
// days; "artist" is the channel where a provider has channels; a part of the day is 6
// hours. The reason that is shown is the term that counted most, with the figures that it
// was made of. A search counts for the artist whose name is in it, from the second one on, and
// the less the more of that artist has been heard since. What is on the screen counts as ignored
// after an hour.
//
// # Measured
//
// The evaluation (go test -run Evaluation -v ./source/taste) has 20 simulated listeners,
// each in a world of 3,000 tracks. They live 60 days alone, then 25 days with a list of 10
// a day, of which they hear what looks good, so that each policy meets the listeners that
// it has made tired. What they like is hidden from the ranking: a few tastes as vectors,
// moods that drift and partly go with the hours, boredom with tracks and genres, liking
// what was heard before. Hits are the chance that a track of the list is heard to its end;
// artists are the different ones in it; spread is the mean distance of its tracks in the
// hidden space; new is the share that was on no list of the 5 days before, unheard the
// share that was never heard. The weights were chosen with other listeners; only the form of the term
// searched (from the second search for an artist on) was chosen with these.
//
//	                         hits  artists  spread    new  unheard  change
//	most played             0.422     5.59   0.442   0.05     0.00  -0.190 ± 0.018
//	related to the last     0.485     5.91   0.236   0.76     0.43  -0.127 ± 0.016
//	ranking                 0.612     7.32   0.508   0.81     0.31  +0.000 ± 0.000
//	without own             0.589     7.53   0.509   0.89     0.48  -0.024 ± 0.014
//	without near            0.610     7.29   0.547   0.89     0.32  -0.002 ± 0.014
//	without lists           0.610     7.37   0.528   0.89     0.37  -0.002 ± 0.013
//	without artist          0.580     8.52   0.567   0.90     0.35  -0.032 ± 0.013
//	without hour            0.595     7.55   0.527   0.79     0.30  -0.017 ± 0.012
//	without searched        0.626     7.20   0.500   0.81     0.31  +0.014 ± 0.008
//	without fresh           0.475     6.51   0.456   0.48     0.06  -0.137 ± 0.015
//	without ignored         0.572     7.00   0.490   0.40     0.24  -0.040 ± 0.014
//	without variety         0.599     5.78   0.444   0.79     0.31  -0.013 ± 0.018
//	without near and lists  0.597     7.15   0.570   0.93     0.34  -0.015 ± 0.016
//	hits 1.26 times those of the better baseline, more for 19 of 20 listeners
//
// The last column is the change against the ranking, with its standard error: with 20
// listeners differences below 0.03 mean little. With 100 (-seeds 100) the ranking has 1.25
// times the hits of the better baseline, more than both for 87 of them, and without a term
// they change by: own -0.013, near -0.002, lists -0.006, both of these -0.016, artist
// -0.016, hour -0.002, searched +0.007, fresh -0.128, ignored -0.037, variety +0.010, each
// ± 0.006.
//
// So most of it is freshness: without it the ranking is no better than what is related to
// the last track. That depends on the listeners, who get bored in much the same way as the
// term assumes, some in two days and some in ten. Then come what was ignored, and how
// artist and track were received. Near and lists say nearly the same. The time of day helps
// hardly, although half of the simulated tastes go with it. What is searched for costs a
// little: these listeners hear at once what they search for, so that the plays say it
// better. It is kept, with little weight, for those who search and then hear something else.
// Variety costs some hits and is there for its own sake. Real listeners are less regular,
// and providers name other things than near neighbours: the figures compare policies, they
// promise nothing.
//
// A list of 30 out of 100,000 plays of 20,000 tracks, 2,000 saved, 1,000 searches and 100 answers takes
// about 40 ms of processor time: 36 ms on a machine at rest, 70 to 98 ms with a load of 11
// to 15 on two cores (go test -run '^$' -bench . ./source/taste; AMD EPYC, linux/amd64, Go 1.26).
//
// # Goroutines
//
// The package starts none.
package taste
