package library

import (
	"context"
	"time"
)

// backupEvery is the least time between two backups that nobody asked for.
const backupEvery = 24 * time.Hour

// keep is the goroutine that looks after the file while the program starts: it checks it,
// restores a backup when it is damaged, and makes one when that of the day is missing. A
// damaged file is never backed up, so that it cannot drive out the good ones.
func (l *Library) keep(ctx context.Context) {
	err := l.quickCheck(ctx)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		l.log.Warn("check of the library", "err", err)
		return
	}
	if all := l.Backups(); len(all) > 0 && l.o.Now().Sub(backupDate(all[0])).Abs() < backupEvery {
		return
	}
	path, err := l.Backup(ctx)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		l.report(Report{Line: "the library could not be backed up", Hint: "check the disk", Err: err})
	default:
		l.log.Info("library backed up", "path", path)
	}
}
