# SPDX-License-Identifier: EUPL-1.2
"""How the pictures of the sample newsletter are drawn: light, paints, darkroom and one file per scene."""
