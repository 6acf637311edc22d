# SPDX-License-Identifier: EUPL-1.2
"""What is to be seen in frame n: Timeline, n → Look. All motion lives here; a transition belongs to the scene that it opens."""

from pipeline.model import Frames, PanelKind, Scene, SceneKind, Service, Story, Timeline
from pipeline.picture import cards, overview, studio, titles
from pipeline.picture.acting import Shots
from pipeline.picture.art import Art, Layer, Look
from pipeline.picture.cropping import KEPT_FULL
from pipeline.picture.curtain import SOFT, Curtain, wipe
from pipeline.picture.ease import ARRIVE, LEAVE, MOVE, eased, part
from pipeline.picture.figure import Poses, between, figure_at
from pipeline.picture.layout import Box, Layout, Standing
from pipeline.picture.lens import Circle
from pipeline.picture.photo import fits
from pipeline.picture.stage import Notice, Set, day_in_words
from pipeline.picture.zoom import Stretch, stretches

STANDING = (SceneKind.OPENER, SceneKind.WELCOME, SceneKind.FAREWELL, SceneKind.CLOSER)
"""Scenes in which the presenter stands alone; in all others beside a card."""
_CARDS = (SceneKind.OVERVIEW, SceneKind.STORY, SceneKind.SERVICE)
_NOTICES = (SceneKind.CORRECTION, SceneKind.RETRACTION)


class Looks:
    """The looks of one film: remembers nothing but where the scenes lie and the presenter's poses."""

    def __init__(self, timeline: Timeline, on: Set) -> None:
        self.timeline, self.on = timeline, on
        self.layout: Layout = on.design.layout(on.form)
        self.motion = on.design.motion
        self.poses = Shots(on.footage) if on.footage is not None else Poses(timeline, on.rig, on.seed)
        self.script = timeline.speech.script
        tracks = [track for track in timeline.captions if track.use == on.form and on.captions]
        self.captions = tracks[0].captions if tracks else ()
        self._zooms: dict[Scene, tuple[Stretch, ...]] = {}
        self.curtain = Curtain(on, self.script, self._figure)

    def look(self, n: Frames) -> Look:
        """Say what is seen in frame n."""
        at = self._scene_at(n)
        scene = self.timeline.scenes[at]
        before = self.timeline.scenes[at - 1] if at > 0 else None
        t = n - scene.start
        if scene.kind is SceneKind.OPENER:
            layers = self.curtain.opener(t, scene.end - scene.start)
        elif scene.kind is SceneKind.CLOSER:
            layers = self.curtain.closer(n, t, before is not None and before.kind in _CARDS)
        elif scene.kind in _NOTICES:
            layers = self._notice(scene)
        else:
            layers = self._studio(n, t, scene, before)
        caption = next((c for c in self.captions if c.start <= n < c.end), None)
        if caption is not None and caption.lines:
            layers.append(Layer("caption", studio.CaptionArt(caption.lines)))
        layers.append(Layer("label", studio.LabelArt()))
        return Look(tuple(layers))

    def _scene_at(self, n: int) -> int:
        """Find the scene of a frame; the last one holds beyond its end."""
        for at, scene in enumerate(self.timeline.scenes):
            if n < scene.end:
                return at
        return len(self.timeline.scenes) - 1

    def _frames(self, frames: int) -> int:
        """Give a motion's length: 0 in a calm design."""
        return 0 if self.motion.calm else frames

    def _notice(self, scene: Scene) -> list[Layer]:
        """A card alone before the wall; it neither moves nor fades."""
        words, language = self.on.design.texts(self.script.rundown.language), self.script.rundown.language
        notice, retract, erratum = self.on.notice or Notice(""), scene.kind is SceneKind.RETRACTION, self.script.erratum
        if erratum is not None and not retract:
            note = " ".join(sentence.text for sentence in erratum.sentences[1:])
            notice = Notice(
                day_in_words(self.script.rundown.day, language),
                erratum.said,
                erratum.right,
                "" if erratum.said else note,
                words.correction_dated.format(day=day_in_words(erratum.day, language)),
            )
        title = words.retraction_title if retract else words.correction_title.format(day=notice.day)
        kicker = words.retraction_kicker if retract else words.correction_kicker
        said, right = ("", "") if retract else (notice.said, notice.right)
        art = titles.NoticeArt(kicker, title, said, right, notice.body, notice.foot, retract)
        back = Layer("back", studio.Background(None, grey=retract))
        desk = [] if retract else [Layer("desk", studio.Desk())]
        return [back, *desk, Layer("card", art), Layer("logo", studio.LogoArt("paper"))]

    # ------------------------------------------------------------ studio

    def _studio(self, n: int, t: int, scene: Scene, before: Scene | None) -> list[Layer]:
        """The presenter in the studio, alone or beside a card, or behind a picture that fills the screen."""
        here, there = self._stand(scene), self._stand(before) if before is not None else None
        moving = self._frames(self.motion.move)
        p = 1.0
        if there is not None and there != here and before is not None and before.kind not in (SceneKind.OPENER, *_NOTICES):
            p = eased(part(t, 0, moving), MOVE) if moving else 1.0
        bleed = self._bleed(n, scene)
        layers: list[Layer] = []
        if bleed < 1:
            a, b = there or here, here
            lens = Circle.of(tuple(x + (y - x) * p for x, y in zip(a[0], b[0], strict=True)))
            layers.append(Layer("back", studio.Background(lens)))
            layers.append(self._figure(n, between(a[1], b[1], p)))
            layers.append(Layer("desk", studio.Desk()))
            layers += self._panels(n, t, scene, before)
            layers += self._lower_third(n)
        if bleed > 0:
            layers += self._full_bleed(n, scene, bleed)
        over = bleed > 0.5 or (self.layout.tall and self._pictured(scene, before, t))
        layers.append(Layer("logo", studio.LogoArt("paper", pill=over)))
        return layers

    def _stand(self, scene: Scene) -> tuple[tuple[int, ...], Standing]:
        """Give lens and standing of a scene."""
        layout = self.layout
        return (layout.lens_full, layout.figure_full) if scene.kind in STANDING else (layout.lens_story, layout.figure_story)

    def _figure(self, n: int, stand: Standing, alpha: int = 255) -> Layer:
        """Place the presenter in the pose of frame n."""
        return Layer("figure", figure_at(stand, self.poses.at(n)), alpha=alpha)

    def _pictured(self, scene: Scene, before: Scene | None, t: int) -> bool:
        """Tell whether a picture lies under the logo (9:16)."""
        if scene.kind is SceneKind.SERVICE:
            return True
        return scene.kind is SceneKind.STORY and self._photo(scene.story) is not None

    def _photo(self, story: int) -> str:
        """Give the digest of a story's picture, empty where its card shows none."""
        told = self.script.stories[story]
        photo = self.on.pictures[story] if story < len(self.on.pictures) else None
        return photo.digest if photo is not None and told.panel.kind is PanelKind.PICTURE else ""

    def _panels(self, n: int, t: int, scene: Scene, before: Scene | None) -> list[Layer]:
        """The card of the scene, and that of the scene before while one gives way to the other."""
        new = scene.kind in _CARDS
        old = before is not None and before.kind in _CARDS
        box = self.layout.panel_box
        if not new:
            if not old or before is None or t >= self._frames(self.motion.panel_out):
                return []
            p = eased(part(t, 0, self.motion.panel_out), LEAVE)
            return _clipped(self._card(before.end - 1, before), wipe(box.x - 70, box.right + 70, 1 - p))
        change = self._frames(self.motion.story_change if old else self.motion.panel_in)
        if t >= change or scene.kind is SceneKind.OVERVIEW:
            return self._card(n, scene)
        if not old or before is None:
            p = eased(part(t, 0, change), ARRIVE)
            return _clipped(self._card(n, scene), wipe(box.x - 70, box.right + 70, p))
        p = eased(part(t, 1, change), MOVE)
        both = scene.kind is before.kind is SceneKind.STORY and self._photo(scene.story) and self._photo(before.story)
        if both:
            return self._exchange(n, t, scene, before, p)
        show = wipe(box.x - 70, box.right + 70, p)
        above = _clipped(self._card(n, scene), show)
        below = [
            Layer("old-" + layer.slot, layer.art, layer.dx, layer.dy, layer.alpha) for layer in self._card(before.end - 1, before)
        ]
        return below + above

    def _exchange(self, n: int, t: int, scene: Scene, before: Scene, p: float) -> list[Layer]:
        """From picture card to picture card: the picture is wiped, the words change, the plate stays."""
        window = self.layout.picture_box
        show = wipe(window.x, window.right, p)
        out: list[Layer] = []
        old = {layer.slot: layer for layer in self._card(before.end - 1, before)}
        gone, come = eased(part(t, 0, 5), LEAVE), eased(part(t, 8, self.motion.story_change), ARRIVE)
        for layer in self._card(n, scene):
            was = old.get(layer.slot)
            if layer.slot in ("picture", "credit"):
                if was is not None:
                    out.append(Layer("old-" + layer.slot, was.art))
                out += _clipped([layer], show)
            elif layer.slot == "headline":
                if was is not None and gone < 1:
                    out.append(Layer("old-headline", was.art, alpha=round(255 * (1 - gone))))
                if come > 0:
                    out.append(Layer("headline", layer.art, alpha=round(255 * come)))
            else:
                out.append(layer)
        return out

    def _card(self, n: int, scene: Scene) -> list[Layer]:
        """The card of a scene at rest in frame n."""
        if scene.kind is SceneKind.OVERVIEW:
            return self._overview(n, scene)
        story = self.script.stories[scene.story]
        where, total = str(scene.story + 1), len(self.script.stories)
        layout = self.layout
        kicker_y = layout.words_box.y
        if scene.kind is SceneKind.SERVICE:
            art = self._service(story, where)
            return [Layer("card", art), *self._bars(scene, total, kicker_y, True)]
        digest = self._photo(scene.story)
        if not digest:
            panel = story.panel
            kind = panel.kind if panel.kind is not PanelKind.PICTURE else PanelKind.WORDS
            fact = cards.FactArt(kind, story.kicker, panel.figure, panel.unit, panel.line, story.headline, story.grave, where)
            return [Layer("card", fact), *self._bars(scene, total, kicker_y, False, n)]
        window = layout.picture_box
        layers = [Layer("card", cards.CardPlate()), Layer("picture", cards.PictureArt(digest, self._growth(n, scene)))]
        photo = self.on.pictures[scene.story]
        if photo is not None and photo.credit:
            layers.append(Layer("credit", cards.CreditArt(photo.credit, window, where)))
        headline = cards.HeadlineArt(story.kicker, story.headline, where)
        layers.append(Layer("headline", headline))
        y = cards.kicker_top(layout, self.on.design.type(self.on.form))
        return [*layers, *self._bars(scene, total, y, False, n)]

    def _bars(self, scene: Scene, total: int, y: int, bright: bool, n: int = 10_000) -> list[Layer]:
        """Progress, where there is more than one story; the current bar fills as its story begins."""
        if total < 2:
            return []
        grow = 8 if self.motion.calm else max(0, min(8, n - scene.start - 5))
        return [Layer("bars", cards.BarsArt(scene.story, total, y, bright, grow))]

    def _growth(self, n: int, scene: Scene) -> int:
        """Give how far the picture has grown, in 1/10 000."""
        if self.motion.calm:
            return 0
        if scene not in self._zooms:
            starts = (cut.start for cut in self.timeline.cuts if scene.start < cut.start < scene.end)
            self._zooms[scene] = stretches((scene.start, *starts), scene.end, self.motion.zoom_frames)
        part = next((p for p in self._zooms[scene] if n < p.end), self._zooms[scene][-1])
        return round(10_000 * self.motion.zoom * part.at(n))

    def _service(self, story: Story, where: str) -> Art:
        """The service panel of a story."""
        words = self.on.design.texts(self.script.rundown.language)
        service = story.service or Service()
        shown = service.address.split("://", 1)[-1].rstrip("/")
        named = (("when", service.when), ("where", service.where), ("address", shown), ("phone", service.phone))
        rows = tuple((name, text) for name, text in named if text)[:3]
        kicker = words.service_kicker if service.when else words.service_kicker_plain
        return titles.ServiceArt(kicker, story.headline, rows, service.address, where)

    def _overview(self, n: int, scene: Scene) -> list[Layer]:
        """The rows come one after the other; the one being spoken is bright."""
        rows = self.timeline.overview
        told = {row.story for row in rows}
        rest = [story for k, story in enumerate(self.script.stories) if k not in told]
        also = " · ".join(story.headline if len(rest) == 1 else story.kicker for story in rest)
        t = n - scene.start
        box = self.layout.rows
        start, end = box[0] - 40, box[0] + box[2] + 40
        layers = []
        if self.layout.width <= self.layout.height:  # no slivers of the lens between the rows
            panel = self.layout.panel_box
            ground = wipe(panel.x - 70, panel.right + 70, self._in(t, 0))
            layers += _clipped([Layer("card", cards.CardPlate())], ground)
        shown = self._in(t, 0)
        if shown > 0:
            layers += _clipped([Layer("overview", overview.OverviewTitle())], wipe(start, end, shown))
        for k, row in enumerate(rows):
            shown = self._in(t, 5 + k * self.motion.row_stagger)
            if shown <= 0:
                continue
            story = self.script.stories[row.story]
            after = min((other.active for other in rows if other.active > row.active), default=scene.end + 100)
            bright = min(
                part(n, row.active, row.active + self.motion.row_active), 1 - part(n, after, after + self.motion.row_active)
            )
            parts = [(False, 1.0)] if bright <= 0 else [(True, 1.0)] if bright >= 1 else [(False, 1.0), (True, bright)]
            for active, alpha in parts:
                art = overview.RowArt(k, len(rows), bool(also), story.kicker, row.text, active, str(row.story + 1))
                slot = f"row{k}" + ("-bright" if active else "")
                layers += _clipped([Layer(slot, art, alpha=round(255 * alpha))], wipe(start, end, shown))
        shown = self._in(t, 5 + len(rows) * self.motion.row_stagger)
        if also and shown > 0:
            layers += _clipped([Layer("also", overview.AlsoArt(also, len(rows)))], wipe(start, end, shown))
        return layers

    def _in(self, t: int, start: int) -> float:
        """Tell how far a row has come in."""
        return 1.0 if self.motion.calm else eased(part(t, start, start + self.motion.row_in), ARRIVE)

    def _lower_third(self, n: int) -> list[Layer]:
        """The presenter's name plate: bar, name, role, one after the other."""
        plate = next((p for p in self.timeline.lower_thirds if p.start <= n < p.end), None)
        if plate is None:
            return []
        come, go = n - plate.start, n - (plate.end - self.motion.lower_third_out)
        layers = []
        x = self.layout.lower_third[0]
        for name, words, start, end, out, gone in (
            ("bar", "", 0, 5, 6, 10), ("name", plate.name, 3, 11, 2, 8), ("role", plate.role, 6, 14, 0, 6),
        ):  # fmt: skip
            p = 1.0 if self.motion.calm else min(eased(part(come, start, end), ARRIVE), 1 - eased(part(go, out, gone), LEAVE))
            if p > 0:
                art = studio.NamePlate("bar" if name == "bar" else "name" if name == "name" else "role", words)
                if name == "bar":
                    layers.append(Layer("third-bar", art, alpha=round(255 * p)))
                else:
                    layers += _clipped([Layer(f"third-{name}", art)], wipe(x + 8, x + 8 + self.layout.safe[2] // 2, p))
        return layers

    # ------------------------------------------------------------ full-bleed picture

    def _bleed(self, n: int, scene: Scene) -> float:
        """Tell how far the picture fills the screen in frame n, 0..1."""
        if scene.kind is not SceneKind.STORY or scene.full_bleed is None or not self._photo(scene.story):
            return 0.0
        photo = self.on.pictures[scene.story]
        if photo is None or not fits(photo, self.layout.width, self.layout.height, KEPT_FULL):
            return 0.0  # a picture of another shape stays on its card
        start, end = scene.full_bleed
        if not start <= n < end:
            return 0.0
        frames = self._frames(self.motion.bleed)
        if not frames:
            return 1.0
        return min(eased(part(n, start, start + frames), MOVE), 1 - eased(part(n, end - frames, end), MOVE))

    def _full_bleed(self, n: int, scene: Scene, p: float) -> list[Layer]:
        """The picture over everything, with headline strap and credit once it has arrived."""
        story = self.script.stories[scene.story]
        where = str(scene.story + 1)
        layers = [Layer("bleed", cards.FullPicture(self._photo(scene.story), self._growth(n, scene), round(64 * p)))]
        start, end = scene.full_bleed or (Frames(0), Frames(0))
        frames = self._frames(self.motion.bleed)
        shown = 1.0
        if frames:
            shown = min(part(n, start + frames, start + frames + 10), 1 - part(n, end - frames - 8, end - frames))
        if shown > 0:
            x, y, most = self.layout.strap
            strap = cards.StrapArt(story.kicker, story.headline, where)
            layers += _clipped([Layer("strap", strap)], wipe(x - 20, x + most + 20, eased(shown, ARRIVE)))
            photo = self.on.pictures[scene.story]
            if photo is not None and photo.credit:
                safe = self.layout.safe
                floor = self.layout.caption[1] - 2 if self.layout.width > self.layout.height else y - 24
                box = Box(safe[0], floor - 100, safe[2] + 14, 100)
                layers.append(Layer("strap-credit", cards.CreditArt(photo.credit, box, where), alpha=round(255 * shown)))
        return layers


def _clipped(layers: list[Layer], show: tuple[int, int] | None) -> list[Layer]:
    """Clip layers to the columns of a wipe."""
    if show is None:
        return layers
    return [Layer(x.slot, x.art, x.dx, x.dy, x.alpha, show, SOFT) for x in layers]
