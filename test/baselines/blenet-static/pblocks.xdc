# The design has no region, so there is nothing to constrain.
