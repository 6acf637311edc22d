# SPDX-License-Identifier: EUPL-1.2
"""The photographed presenter behind the avatar port (experimental): one consented portrait with points set by hand."""

from functools import partial

from pipeline.errors import ConfigError
from pipeline.model import Timeline
from pipeline.picture.acting import Posed
from pipeline.picture.figure import Poses
from pipeline.picture.photo_presenter import PhotoPresenter
from pipeline.picture.portrait import PHOTOS, VERSION, load_portrait
from pipeline.ports import Folder, Performance, Shelf


class PhotoAvatar:
    """Warps the mouth of a portrait and closes its eyes. `seed` gives the blinks."""

    name = "photo"

    def __init__(self, seed: int = 7) -> None:
        self._seed = seed

    @property
    def fingerprint(self) -> str:
        """Everything that changes its pictures besides sound, timing and folder."""
        return f"photo/{VERSION}/{self._seed}"

    def perform(self, timeline: Timeline, folder: Folder, shelf: Shelf) -> Performance:
        """Perform a film. Raises ConfigError where the folder is at fault."""
        toml = folder.file("avatar.toml")
        if toml is None:
            raise ConfigError(f"The presenter “{folder.name}” has no avatar.toml.", "`newsreel avatar check` says more.")
        photo = next((held for name in PHOTOS if (held := folder.file(name)) is not None), None)
        portrait = load_portrait(toml, photo, folder.file("points.json"))
        poses = Poses(timeline, portrait.rig, self._seed)
        return Posed(poses.at, timeline.length, portrait.rig.canvas, partial(PhotoPresenter, portrait))
