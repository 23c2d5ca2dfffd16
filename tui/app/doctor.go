package app

import (
	"context"
	"os"
	"time"

	"anyaudio/tui/cli"
)

func (a *app) doctor(ctx context.Context) int {
	checks := []cli.Check{
		cli.CheckSound(a.outputOptions()),
		cli.CheckNetwork(a.client(), "https://www.youtube.com/"),
		cli.CheckHelpers(time.Now()),
		cli.CheckTerminal(a.stdout, os.LookupEnv, os.Environ()),
		a.inv.CheckConfig(),
	}
	if !a.inv.Online {
		return cli.Doctor(ctx, a.stdout, checks)
	}
	all, err := a.sources(ctx)
	if err != nil {
		return result(a.stderr, err)
	}
	status := cli.Doctor(ctx, a.stdout, checks)
	var rows []cli.OnlineRow
	for _, r := range all.YouTube.Check(ctx) {
		rows = append(rows, cli.OnlineRow(r))
	}
	return max(status, cli.WriteOnline(a.stdout, rows))
}
