// The inspector's script.
