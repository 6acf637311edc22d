# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a presenter's folder, in the words of operators (English) and of editors (German)."""

from dataclasses import dataclass

_TEXTS = {
    "toml-unreadable": ("avatar.toml cannot be read ({0})", "avatar.toml ist nicht lesbar ({0})."),
    "key-missing": ("[{0}] is missing in avatar.toml", "In avatar.toml fehlt der Abschnitt [{0}]."),
    "key-wrong": ("{0} must be {1}", "In avatar.toml ist „{0}“ falsch oder fehlt (erwartet: {1})."),
    "kind-unknown": ("kind must be “rig2d” or “command”", 'In avatar.toml muss kind = "rig2d" oder "command" stehen.'),
    "box-wrong": ("{0} is empty or leaves the canvas", "Der Rahmen „{0}“ ist leer oder ragt aus der Zeichenfläche."),
    "boxes-overlap": (
        "eyes_box reaches into jaw_box or the neck",
        "eyes_box reicht in jaw_box oder in den Hals; der Rahmen der Augen muss darüber enden.",
    ),
    "svg-unreadable": ("presenter.svg cannot be read ({0})", "presenter.svg ist nicht lesbar ({0})."),
    "svg-too-large": ("presenter.svg is larger than {0}", "presenter.svg ist größer als {0}; bitte vereinfachen."),
    "svg-entities": (
        "presenter.svg holds a document type or entities",
        "presenter.svg enthält einen Dokumenttyp oder Entitäten; beides ist nicht erlaubt.",
    ),
    "svg-element": ("<{0}> is not allowed in presenter.svg", "<{0}> ist in presenter.svg nicht erlaubt."),
    "svg-active": (
        "attribute {0} of <{1}> runs or loads something",
        "Das Attribut {0} an <{1}> führt etwas aus oder lädt etwas nach; das ist nicht erlaubt.",
    ),
    "blur-too-wide": ("a blur in presenter.svg is wider than {0} px", "Eine Unschärfe in presenter.svg ist breiter als {0} px."),
    "id-twice": ("the id “{0}” stands twice in presenter.svg", "Die Kennung „{0}“ steht zweimal in presenter.svg."),
    "group-missing": ("the group “{0}” is missing in presenter.svg", "In presenter.svg fehlt die Gruppe „{0}“."),
    "blur-in-motion": (
        "“{0}” has a blur; moving parts must be crisp",
        "„{0}“ enthält eine Unschärfe; bewegte Teile müssen scharf sein.",
    ),
    "path-command": (
        "a path of “{0}” uses other commands than absolute M, C, L and Z",
        "Ein Pfad in „{0}“ nutzt andere Befehle als die absoluten M, C, L und Z.",
    ),
    "path-differs": (
        "the paths of “{0}” differ from those of “{1}” and cannot morph",
        "Die Pfade von „{0}“ unterscheiden sich von „{1}“ und lassen sich nicht überblenden.",
    ),
    "mouth-open": (
        "“{0}” is open by {1} px where the lips must meet",
        "„{0}“ steht {1} px offen; die Lippen müssen sich hier treffen.",
    ),
    "cavity-missing": ("the mouths have no path of class “cavity”", "Den Mundbildern fehlt der Pfad der Klasse „cavity“."),
    "mouth-outside": ("“{0}” leaves mouth_box or jaw_box", "„{0}“ ragt aus mouth_box oder jaw_box heraus."),
    "teeth-unnamed": (
        "the mouths have no path whose class begins with “teeth”",
        "Den Mundbildern fehlt ein Pfad, dessen Klasse mit „teeth“ beginnt.",
    ),
    "photo-missing": ("photo.png or photo.jpg is missing", "Im Ordner fehlt photo.png oder photo.jpg."),
    "photo-unfit": (
        "the photo is no picture or decodes to more than 60 megapixels",
        "Das Foto ist kein Bild oder hat mehr als 60 Megapixel.",
    ),
    "photo-short": (
        "the photo ends above the desk",
        "Das Foto endet über dem Pult; es muss bis zur Brust reichen.",
    ),
    "points-unreadable": ("points.json cannot be read ({0})", "points.json ist nicht lesbar ({0})."),
    "points-missing": (
        "points are missing: {0}",
        "Es fehlen Punkte: {0}. `newsreel avatar points` öffnet die Seite, auf der sie gesetzt werden.",
    ),
    "points-outside": ("a point lies outside the photo", "Ein Punkt liegt außerhalb des Fotos."),
    "points-misplaced": (
        "points contradict each other ({0}); the face must be upright and seen from the front, the mouth closed",
        "Punkte widersprechen sich ({0}). Das Gesicht muss aufrecht und von vorn zu sehen sein, der Mund geschlossen.",
    ),
}


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing that is wrong: a stable code and the details that its texts name."""

    code: str
    details: tuple[str, ...] = ()

    def english(self) -> str:
        """Say it to operators, without a full stop."""
        return _TEXTS[self.code][0].format(*self.details)

    def german(self) -> str:
        """Say it to editors, as a sentence."""
        return _TEXTS[self.code][1].format(*self.details)


class Defects(list[Defect]):
    """The defects found so far."""

    def note(self, code: str, *details: object) -> None:
        """Add a defect, once."""
        defect = Defect(code, tuple(f"{d:g}" if isinstance(d, float) else str(d) for d in details))
        if defect not in self:
            self.append(defect)
