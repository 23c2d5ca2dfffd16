package library

import "context"

// Exec runs a statement on the connection that writes, for tests.
func (l *Library) Exec(query string) error {
	_, err := l.file.writer.ExecContext(context.Background(), query)
	return err
}

// SchemaVersion is the newest version of the schema, for the test of migrations.
const SchemaVersion = schemaVersion
