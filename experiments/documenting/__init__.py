"""Pages made from the code: parameters, columns, states, draws, plugins, scenarios."""
