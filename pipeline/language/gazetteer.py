# SPDX-License-Identifier: EUPL-1.2
"""Common first names, surnames, places and functions: words of the dictionary that still name someone or somewhere."""

from typing import Final

FIRST_NAMES: Final = frozenset(
    """
    Achim Adam Adelheid Adrian Agnes Ahmet Albert Alexander Alexandra Alfons Alfred Ali Alice Alina Alois Amelie Amir
    Andrea Andreas André Angela Angelika Anita Anja Anke Ann Anna Annalena Anne Annegret Anneliese Annemarie Annette
    Anni Anton Antonia Armin Arne Arno Artur Astrid Axel Ayse Barbara Bastian Beate Beatrix Ben Benedikt Benjamin Bernd
    Bernhard Bernward Bert Bettina Birgit Björn Bodo Boris Brigitte Britta Bruno Burkhard Carina Carl Carla Carmen
    Carola Carolin Caroline Carsten Charlotte Christa Christel Christian Christiane Christina Christine Christof
    Christoph Clara Claudia Claus Clemens Conny Constanze Cord Cornelia Corinna Dagmar Daniel Daniela David Denis Dennis
    Detlef Diana Dieter Dietmar Dietrich Dirk Dominik Dora Doris Dorothea Dorothee Eberhard Eckhard Edda Edgar Edith
    Eduard Egon Ekkehard Elena Elfriede Elias Elisabeth Elke Ella Ellen Elmar Elsa Elsbeth Emil Emilia Emily Emma Emre
    Erhard Eric Erich Erik Erika Erna Ernst Erwin Esther Eugen Eva Evelyn Ewald Fabian Fatma Felicitas Felix Ferdinand
    Finn Florian Frank Franz Franziska Franz-Josef Fred Frieda Friedel Friederike Friedhelm Friedrich Fritz Gabi Gabriel
    Gabriele Georg Gerald Gerd Gerda Gerhard Gerlinde Gero Gertrud Gisbert Gisela Gottfried Greta Gregor Gudrun Guido
    Gundula Gunter Gustav Günter Günther Götz Hanna Hannah Hannelore Hannes Hans Hans-Georg Hans-Jürgen Hans-Peter
    Harald Hartmut Hasan Hedwig Heide Heidemarie Heidi Heike Heiko Heiner Heinrich Heinz Helen Helena Helene Helga Hella
    Helmut Henning Henriette Henrik Henry Herbert Heribert Hermann Herta Hilde Hildegard Holger Horst Hubert Hubertus
    Hugo Ibrahim Ilona Ilse Ina Ines Inga Inge Ingeborg Ingo Ingrid Irene Iris Irina Irma Irmgard Isabel Isabell
    Isabella Isolde Jacob Jakob Jan Jana Janina Jannik Jasmin Jens Jessica Joachim Jochen Johann Johanna Johannes
    Jolanda Jonas Jonathan Jörg Jörn Josef Josefine Joseph Juan Judith Julia Julian Juliane Julius Jürgen Justus Jutta
    Kai Karen Karin Karina Karl Karl-Heinz Karla Karola Karoline Karsten Katarina Kathrin Katharina Katja Katrin Kerstin
    Kevin Kirsten Klara Klaudia Klaus Klaus-Dieter Klemens Konrad Konstantin Konstanze Kornelia Kristin Kristina Kurt
    Lara Lars Laura Lea Lena Leni Lennart Leo Leon Leonhard Leonie Leopold Lilli Lina Linda Linus Lisa Lore Lorenz
    Lothar Lotte Louis Louisa Luca Lucas Lucia Ludger Ludwig Luisa Luise Lukas Lutz Lydia Maik Maja Malte Manfred Manuel
    Manuela Marc Marcel Marco Marcus Mareike Maren Margarete Margarethe Margit Margot Margret Maria Marianne Marie
    Marina Mario Marion Marius Mark Marko Markus Marlene Marlies Marta Martha Martin Martina Marvin Mathilde Matthias
    Max Maximilian Mechthild Mehmet Melanie Meike Merle Mia Michael Michaela Michel Miriam Mirjam Mirko Mohammed Mona
    Monika Moritz Mustafa Nadine Nadja Natalie Natascha Nele Nico Nicole Niels Niklas Nikolaus Nils Nina Nora Norbert
    Olaf Ole Olga Oliver Ortrud Oskar Ottmar Otto Paul Paula Pauline Peggy Peter Petra Philipp Pia Rainer Ralf Ralph
    Ramona Raphael Rebecca Regina Regine Reiner Reinhard Reinhold Renate Rene Renée René Ria Ricarda Richard Rita Robert
    Robin Roland Rolf Roman Romy Ronald Ronja Rosa Rosemarie Roswitha Rudi Rudolf Rupert Ruth Rüdiger Sabine Sabrina
    Sandra Sara Sarah Sascha Saskia Sebastian Selina Siegfried Siegmund Sigrid Silke Silvia Simon Simone Sina Sofia
    Sofie Sonja Sophia Sophie Stefan Stefanie Steffen Steffi Stella Stephan Stephanie Susann Susanne Svantje Sven Svenja
    Sybille Sylvia Tabea Tamara Tanja Tanya Tatjana Thea Theo Theodor Theresa Therese Thilo Thomas Thorsten Till Tilman
    Tim Timo Tina Tobias Tom Torben Torsten Traudel Udo Ulf Uli Ulla Ulrich Ulrike Ursula Urte Uta Ute Uwe Valentin
    Vanessa Vera Verena Veronika Viktor Viktoria Vincent Vinzenz Volker Volkmar Walburga Waldemar Walter Waltraud
    Wendelin Werner Wiebke Wilfried Wilhelm Willi Willy Winfried Wolf Wolfgang Wolfram Yasmin Yusuf Yvonne
    Aaron Abdullah Ahmad Aileen Alisa Alma Alwin Aleksandra Amina Anastasia Andre Andreea Anete Angelina Ansgar
    Antje Ariane Arnd Arnold Arthur Asli Aylin Balthasar Bärbel Berthold Bianca Birte Birthe Bogdan Burak Canan Cem
    Celine Christin Christopher Cordula Corinne Damian Deniz Diego Dilara Dunja Dörte Edeltraud Elisa Engelbert Enno
    Erdmute Erkan Eleonore Emine Enrico Eyüp Farid Fiona Franka Frauke Frederik Frederike Fridolin Gabriela Gesa
    Gesine Giovanni Giuseppe Gitta Goran Gretel Gunnar Gülsen Hakan Hauke Heidrun Hendrik Henrike Hermine Hinrich
    Hiltrud Ilka Imke Immo Ismail Ivan Ivana Ivonne Janine Janna Jannis Jeanette Joanna Jolanthe Jost Kamil Kaspar
    Katinka Katharine Katrina Kemal Kilian Knut Kordula Kunigunde Ladislaus Lasse Leander Leila Leonore Levin Liane
    Liesel Lieselotte Lorena Luis Mahmoud Magdalena Magda Mandy Margarita Marek Mariam Marianna Marit Marlon Mathis
    Maurice Melina Merve Milan Milena Moana Murat Nadia Natalia Nathalie Nicola Niko Nikola Noah Norman Nuri Ömer
    Osman Özlem Pascal Patricia Patrick Patrik Pawel Pedro Pierre Piet Raimund Ramon Renata Reinhilde Rieke Roberto
    Rosalie Ruben Sami Samira Samuel Sandro Sebnem Selma Sergej Serkan Severin Sibylle Sigrun Silvana Sinan Solveig
    Sören Swantje Tarek Tamer Thekla Theodora Thorben Tilo Tjark Toni Tristan Ulrika Uschi Viola Vitali Vladimir
    Wenzel Wilma Wladimir Xaver Yannick Yannik Zeynep Zoe
    """.split()
)
"""Usual first names in Germany; "Mark" and "Wolf" need a surname beside them to count."""

SURNAMES: Final = frozenset(
    """
    Albrecht Bauer Baumann Baumgartner Beck Becker Berg Berger Bergmann Böhm Bosch Brandt Braun Busch Böttcher Dietrich
    Engel Fischer Franke Frank Freund Friedrich Fuchs Funk Graf Groß Günther Haas Hahn Hartmann Heinrich Herrmann Herzog
    Hofmann Hoffmann Horn Huber Jäger Jung Kaiser Keller Klein Koch Köhler König Kramer Kraus Krause Krämer Kröger
    Krüger Kuhn Kunz Kühn Lang Lange Lehmann Lorenz Ludwig Maier Marx Martin Mayer Meier Meister Mertens Metzger Meyer
    Möller Müller Naumann Neumann Otto Peters Pfeiffer Pohl Richter Ritter Roth Sauer Schäfer Scherer Schmid Schmidt
    Schmitt Schmitz Schneider Scholz Schreiber Schröder Schubert Schuster Schulte Schultz Schulz Schulze Schumacher
    Schuhmacher Schwarz Seidel Simon Sommer Stein Stark Thomas Vogel Vogt Voigt Wagner Walter Weber Wegner Weiß Weiss
    Wendt Werner Winkler Winter Wolf Wolff Ziegler Zimmermann
    """.split()
)

PLACES: Final = frozenset(
    """
    Aachen Afrika Amerika Asien Aschaffenburg Augsburg Bayern Baden Baden-Württemberg Basel Belgien Berlin Bielefeld
    Bochum Bonn Brandenburg Braunschweig Bremen Brüssel China Cottbus Darmstadt Deutschland Dortmund Dresden Duisburg
    Düsseldorf Dänemark England Erfurt Essen Europa Finnland Flensburg Frankfurt Frankreich Freiburg Fulda Gera Gießen
    Griechenland Göttingen Halle Hamburg Hanau Hannover Heidelberg Heilbronn Hessen Hildesheim Indien Ingolstadt Irland
    Italien Japan Jena Kaiserslautern Karlsruhe Kassel Kiel Koblenz Krefeld Köln Leipzig Leverkusen London Luxemburg
    Lübeck Ludwigshafen Magdeburg Mainz Mannheim Marburg Mecklenburg-Vorpommern Moskau München Münster Niederlande
    Niedersachsen Nordrhein-Westfalen Norwegen Nürnberg Odenwald Offenbach Oldenburg Osnabrück Österreich Paderborn
    Paris Polen Portugal Potsdam Prag Regensburg Reutlingen Rheinland-Pfalz Rom Rostock Rumänien Russland Rüsselsheim
    Saarbrücken Saarland Sachsen Sachsen-Anhalt Schleswig-Holstein Schweden Schweiz Schwerin Siegen Spanien Spessart
    Stuttgart Straßburg Taunus Thüringen Trier Tschechien Türkei Ukraine Ulm Ungarn USA Warschau Weimar Wien Wiesbaden
    Wolfsburg Worms Wuppertal Würzburg Zürich Rhein Main Neckar Donau Elbe Weser Mosel Rhön Vogelsberg Westerwald
    Schwarzwald Harz Eifel Hunsrück Ruhrgebiet
    """.split()
)

PEOPLES: Final = {
    "frankreich": "franz",
    "polen": "poln",
    "england": "engl",
    "großbritannien": "brit",
    "italien": "italien",
    "spanien": "spani",
    "dänemark": "dän",
    "schweden": "schwed",
    "norwegen": "norweg",
    "finnland": "finn",
    "griechenland": "griech",
    "russland": "russ",
    "tschechien": "tschech",
    "ungarn": "ungar",
    "rumänien": "rumän",
    "ukraine": "ukrain",
    "türkei": "türk",
    "japan": "japan",
    "china": "chines",
    "indien": "ind",
    "irland": "ir",
    "niederlande": "niederländ",
    "holland": "niederländ",
    "belgien": "belg",
    "österreich": "österreich",
    "schweiz": "schweiz",
    "portugal": "portug",
    "europa": "europä",
    "amerika": "amerikan",
    "usa": "amerikan",
    "afrika": "afrikan",
    "deutschland": "deut",
    "bayern": "bay",
    "sachsen": "sächs",
    "hessen": "hess",
    "thüringen": "thüring",
    "brandenburg": "brandenburg",
    "niedersachsen": "niedersächs",
}
"""Countries, with the beginning of their adjective in "-isch" and of the name of who lives there."""

FULL_NAMES: Final = {
    "OB": r"oberbürgermeister",
    "THW": r"technische\w* hilfswerk",
    "ADFC": r"allgemeine\w* deutsche\w* fahrrad-?club",
    "ADAC": r"automobil-?club",
    "AWO": r"arbeiterwohlfahrt",
    "DLRG": r"lebens-?rettungs-?gesellschaft",
    "VHS": r"volkshochschul",
    "IHK": r"industrie- und handelskammer",
    "HWK": r"handwerkskammer",
    "DWD": r"wetterdienst",
    "LKA": r"landeskriminalamt",
    "RKI": r"robert[- ]koch[- ]institut",
    "BUND": r"umwelt und naturschutz",
    "NABU": r"naturschutzbund",
    "DGB": r"gewerkschaftsbund",
    "VDK": r"sozialverband",
    "AOK": r"ortskrankenkasse",
    "ASB": r"arbeiter-samariter",
    "DRK": r"rote\w* kreuz",
    "ÖPNV": r"nahverkehr",
    "FSJ": r"freiwillige\w* soziale\w* jahr",
}
"""Organisations by their letters, with words of their full names."""

FUNCTIONS: Final = (
    "landrat",
    "landrät",
    "bürgermeister",
    "dezernent",
    "beigeordnet",
    "minister",
    "staatssekretär",
    "präsident",
    "direktor",
    "geschäftsführer",
    "sprecher",
    "leiter",
    "kommandant",
    "vorsitzend",
    "professor",
    "rektor",
    "pfarrer",
    "pfarrerin",
    "brandinspektor",
    "brandmeister",
    "beauftragt",
    "abgeordnet",
    "kanzler",
    "kandidat",
    "intendant",
    "kurator",
    "dekan",
    "superintendent",
    "bischof",
    "amtsarzt",
    "amtsärztin",
    "tierarzt",
    "tierärztin",
    "arzt",
    "ärztin",
    "chefarzt",
    "chefärztin",
    "trainer",
    "autor",
    "künstler",
    "moderator",
    "dirigent",
    "kämmerer",
    "kämmerin",
    "stadtrat",
    "stadträtin",
    "kreisrat",
    "kreisrätin",
    "ortsvorsteher",
    "schulleiter",
    "wehrführer",
    "stadtbrandinspektor",
    "referent",
    "koordinator",
    "manager",
    "förster",
    "archäolog",
    "historiker",
    "schriftsteller",
    "musiker",
    "sachbearbeiter",
    "projektleiter",
    "amtsleiter",
    "stellvertreter",
    "schatzmeister",
    "schirmherr",
    "vorstand",
    "richter",
    "anwalt",
    "anwältin",
    "kommissar",
    "inspektor",
    "botschafter",
    "bauamtsleiter",
    "ministerpräsident",
    "oberbürgermeister",
)
"""Stems of words that say what someone is; a compound ends in one ("Schuldezernent", "Amtstierärztin")."""

OFFICES: Final = (
    "landrat",
    "landrät",
    "bürgermeister",
    "dezernent",
    "beigeordnet",
    "minister",
    "staatssekretär",
    "präsident",
    "abgeordnet",
    "kanzler",
    "kandidat",
    "kämmerer",
    "kämmerin",
    "stadtrat",
    "stadträtin",
    "kreisrat",
    "kreisrätin",
    "ortsvorsteher",
)
"""Functions that voters fill, directly or not: the period of restraint before elections concerns them."""

VENUES: Final = frozenset(
    """
    aula stadthalle rathaus kreishaus bürgerhaus turnhalle sporthalle mehrzweckhalle mensa kirche dom schloss burg
    bahnhof museum bibliothek bücherei stadtbibliothek klinikum krankenhaus kita kindertagesstätte kindergarten
    marktplatz feuerwehrhaus gerätehaus dorfgemeinschaftshaus gemeindehaus gemeindezentrum theater kino schwimmbad
    freibad hallenbad friedhof foyer sitzungssaal stadion festzelt scheune landratsamt gymnasium grundschule realschule
    gesamtschule berufsschule hochschule universität volkshochschule musikschule förderschule stadtpark kurpark tierheim
    zoo bauhof recyclinghof wertstoffhof kläranlage deponie flughafen wache feuerwache polizeiwache jugendzentrum
    seniorenheim pflegeheim altenheim apotheke tiefgarage parkhaus freilichtbühne konzerthaus orangerie kulturhalle
    kulturzentrum bürgersaal rathaussaal ratssaal kapelle kloster
    """.split()
)
"""Buildings and rooms where things take place."""

VENUE_NAMES: Final = (
    frozenset({"kita", "kindertagesstätte", "kindergarten", "kindertageseinrichtung"}),
    frozenset({"bibliothek", "bücherei", "stadtbibliothek", "stadtbücherei", "mediathek"}),
    frozenset({"klinikum", "krankenhaus", "klinik", "kreiskrankenhaus", "kreisklinik"}),
    frozenset({"schwimmbad", "hallenbad", "freibad", "bad"}),
    frozenset({"feuerwehrhaus", "gerätehaus", "feuerwache", "feuerwehrgerätehaus"}),
    frozenset({"recyclinghof", "wertstoffhof"}),
    frozenset({"seniorenheim", "altenheim", "pflegeheim", "seniorenzentrum"}),
    frozenset({"turnhalle", "sporthalle", "mehrzweckhalle"}),
    frozenset({"kreishaus", "landratsamt"}),
    frozenset({"kirche", "stadtkirche", "pfarrkirche", "dom", "kapelle", "gotteshaus"}),
    frozenset({"schloss", "burg"}),
)
"""Buildings that go by several names."""

STREET_ENDS: Final = (
    "straße",
    "strasse",
    "str",
    "weg",
    "platz",
    "allee",
    "gasse",
    "ring",
    "ufer",
    "damm",
    "chaussee",
    "stieg",
    "steig",
    "brücke",
    "tunnel",
    "promenade",
)
STREET_GENERICS: Final = frozenset(
    """
    straße strasse weg platz allee gasse ring ufer damm brücke kreisstraße bundesstraße landesstraße landstraße
    hauptverkehrsstraße ortsstraße nebenstraße einbahnstraße durchgangsstraße zufahrtsstraße umgehungsstraße radweg
    gehweg fußweg feldweg wirtschaftsweg waldweg schulweg rettungsweg umweg ausweg heimweg hinweg rückweg parkplatz
    sportplatz spielplatz arbeitsplatz stehplatz sitzplatz studienplatz ausbildungsplatz kitaplatz standplatz bolzplatz
    campingplatz stellplatz festplatz startplatz marktplatz schulplatz listenplatz schiedsring straßenbrücke holzbrücke
    fußgängerbrücke behelfsbrücke autobahnbrücke eisenbahnbrücke steinbrücke spannbetonbrücke radwegebrücke hering
    frühling bürgersteig anstieg einstieg ausstieg umstieg abstieg aufstieg straßentunnel betreuungsplatz pflegeplatz
    therapieplatz krippenplatz schwimmring jahrring abweg fahrradstraße spielstraße anliegerstraße dorfstraßen vorplatz
    wendeplatz dorfplatz schulhof rastplatz lagerplatz bauplatz impfring trauring radwege notweg klageweg rechtsweg
    dienstweg verkehrsring lehrgang grillplatz
    """.split()
)
"""Words with such an ending that name no particular street."""

TOWN_ENDS: Final = (
    "heim",
    "hausen",
    "stadt",
    "stedt",
    "dorf",
    "bach",
    "berg",
    "burg",
    "feld",
    "furt",
    "ingen",
    "kirchen",
    "walde",
    "rode",
    "roda",
    "reuth",
    "weiler",
    "hofen",
    "mühle",
    "brunn",
    "brück",
    "kotten",
    "birken",
    "beck",
    "büttel",
    "leben",
    "itz",
    "ow",
    "au",
    "bronn",
    "born",
    "thal",
    "tal",
    "see",
    "horst",
    "lar",
    "um",
    "hain",
    "wangen",
    "münde",
    "rain",
    "loh",
    "lohr",
    "grund",
    "eck",
    "fels",
    "stein",
    "hagen",
    "wald",
    "kirch",
    "aue",
    "ried",
    "winkel",
    "hof",
    "höfe",
)
