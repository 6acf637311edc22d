# SPDX-License-Identifier: EUPL-1.2
"""The drawn presenter behind the avatar port. The film itself paints its poses part by part: the same pixels."""

from functools import partial

from pipeline.errors import ConfigError
from pipeline.model import Timeline
from pipeline.picture.acting import Posed
from pipeline.picture.atlas import VERSION as ATLAS_VERSION
from pipeline.picture.atlas import Atlas, build_atlas
from pipeline.picture.figure import Poses
from pipeline.picture.presenter import Presenter
from pipeline.picture.rig import load_rig
from pipeline.ports import Folder, Performance, Shelf


class Rig2dAvatar:
    """Draws presenter.svg pose by pose. `seed` gives the small motions."""

    name = "rig2d"

    def __init__(self, seed: int = 7) -> None:
        self._seed = seed

    @property
    def fingerprint(self) -> str:
        """Everything that changes its pictures besides sound, timing and folder."""
        return f"rig2d/{ATLAS_VERSION}/{self._seed}"

    def perform(self, timeline: Timeline, folder: Folder, shelf: Shelf) -> Performance:
        """Perform a film. Raises ConfigError where the folder is at fault."""
        toml, svg = folder.file("avatar.toml"), folder.file("presenter.svg")
        if toml is None or svg is None:
            raise ConfigError(
                f"The presenter “{folder.name}” has no avatar.toml or no presenter.svg.", "`newsreel avatar check` says more."
            )
        rig = load_rig(toml, svg)
        key = f"atlas|{ATLAS_VERSION}|{folder.fingerprint}"  # as the render stage remembers it
        blob = shelf.recall(key)
        atlas = Atlas.from_bytes(shelf.read(blob)) if blob is not None else build_atlas(rig)
        if blob is None:
            shelf.remember(key, shelf.put(atlas.to_bytes(), "application/octet-stream"))
        poses = Poses(timeline, rig, self._seed)
        return Posed(poses.at, timeline.length, rig.canvas, partial(Presenter, rig, atlas))
