package cli

// console is the screen of the process's console.
const console = "CONOUT$"
