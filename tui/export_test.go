package tui

import tea "charm.land/bubbletea/v2"

// SetCanSuspend stands in for a shell with job control, or none.
func SetCanSuspend(m *tea.Model, can bool) {
	model := (*m).(Model)
	model.canSuspend = func() bool { return can }
	*m = model
}
