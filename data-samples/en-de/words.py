"""The vocabulary: English beside German, with what agreement needs to know.

A noun is singular, plural, German, gender, German plural, tags; `weak` marks the n-declension
(der Junge, den Jungen). A verb is base, third person, past, -ing form, German infinitive, third
person, participle, what its object or place must be; a separable prefix stands before a `+`.
"""

PEOPLE = """
man men Mann m Männer
woman women Frau f Frauen
child children Kind n Kinder
boy boys Junge m Jungen weak
girl girls Mädchen n Mädchen
teacher teachers Lehrer m Lehrer
doctor doctors Ärztin f Ärztinnen
student students Student m Studenten weak
neighbour neighbours Nachbar m Nachbarn weak
baker bakers Bäcker m Bäcker
farmer farmers Bauer m Bauern weak
gardener gardeners Gärtnerin f Gärtnerinnen
driver drivers Fahrer m Fahrer
cook cooks Koch m Köche
tourist tourists Tourist m Touristen weak
police_officer police_officers Polizistin f Polizistinnen
nurse nurses Krankenschwester f Krankenschwestern
painter painters Maler m Maler
musician musicians Musikerin f Musikerinnen
grandmother grandmothers Großmutter f Großmütter
grandfather grandfathers Großvater m Großväter
sister sisters Schwester f Schwestern
brother brothers Bruder m Brüder
aunt aunts Tante f Tanten
uncle uncles Onkel m Onkel
colleague colleagues Kollegin f Kolleginnen
mechanic mechanics Mechaniker m Mechaniker
postman postmen Briefträger m Briefträger
waiter waiters Kellner m Kellner
singer singers Sängerin f Sängerinnen
sailor sailors Matrose m Matrosen weak
guest guests Gast m Gäste
"""

ANIMALS = """
dog dogs Hund m Hunde
cat cats Katze f Katzen
horse horses Pferd n Pferde
bird birds Vogel m Vögel
cow cows Kuh f Kühe
rabbit rabbits Kaninchen n Kaninchen
duck ducks Ente f Enten
goat goats Ziege f Ziegen
donkey donkeys Esel m Esel
sheep sheep Schaf n Schafe
"""

THINGS = """
book books Buch n Bücher read,buy,give,carry
letter letters Brief m Briefe read,write,give
newspaper newspapers Zeitung f Zeitungen read,buy
story stories Geschichte f Geschichten read,write
poem poems Gedicht n Gedichte read,write
report reports Bericht m Berichte read,write
message messages Nachricht f Nachrichten read,write
postcard postcards Postkarte f Postkarten read,write,buy,give
apple apples Apfel m Äpfel eat,buy,give
pear pears Birne f Birnen eat,buy,give
cake cakes Kuchen m Kuchen eat,buy,bake
sandwich sandwiches Brötchen n Brötchen eat,buy,bake
soup soups Suppe f Suppen eat,cook
egg eggs Ei n Eier eat,buy,cook
sausage sausages Wurst f Würste eat,buy,cook
tomato tomatoes Tomate f Tomaten eat,buy
fish fish Fisch m Fische eat,buy,cook
potato potatoes Kartoffel f Kartoffeln eat,buy,cook
coffee coffees Kaffee m Kaffees drink
tea teas Tee m Tees drink
juice juices Saft m Säfte drink
beer beers Bier n Biere drink
lemonade lemonades Limonade f Limonaden drink
hat hats Hut m Hüte wear,buy,give
coat coats Mantel m Mäntel wear,buy
shirt shirts Hemd n Hemden wear,buy,wash
dress dresses Kleid n Kleider wear,buy,wash
jacket jackets Jacke f Jacken wear,buy,wash
scarf scarves Schal m Schals wear,buy,give
cap caps Mütze f Mützen wear,buy,give
box boxes Kiste f Kisten carry,open
bag bags Tasche f Taschen carry,open,buy
suitcase suitcases Koffer m Koffer carry,open,buy
basket baskets Korb m Körbe carry,buy
bucket buckets Eimer m Eimer carry,buy
ladder ladders Leiter f Leitern carry,buy,repair
bottle bottles Flasche f Flaschen carry,open,buy
umbrella umbrellas Regenschirm m Regenschirme carry,buy,give
car cars Auto n Autos repair,buy,clean,wash
bicycle bicycles Fahrrad n Fahrräder repair,buy,clean,give
boat boats Boot n Boote repair,buy,paint
clock clocks Uhr f Uhren repair,buy,give
lamp lamps Lampe f Lampen repair,buy
chair chairs Stuhl m Stühle repair,buy,paint,carry
table tables Tisch m Tische repair,buy,paint,carry,clean
door doors Tür f Türen repair,open,paint,clean
window windows Fenster n Fenster repair,open,paint,clean
roof roofs Dach n Dächer repair,paint
fence fences Zaun m Zäune repair,paint
wall walls Wand f Wände paint,clean
picture pictures Bild n Bilder buy,give,carry
guitar guitars Gitarre f Gitarren repair,buy,give
flower flowers Blume f Blumen buy,give
ball balls Ball m Bälle buy,give
key keys Schlüssel m Schlüssel give
kitchen kitchens Küche f Küchen clean,paint
"""

# English preposition, noun, German preposition (with the dative), noun, gender, tags.
PLACES = """
in garden in Garten m out
in park in Park m out
on beach an Strand m out
at lake an See m out
on square auf Platz m out
on bench auf Bank f out,seat
under tree unter Baum m out,seat
in_front_of house vor Haus n out
behind church hinter Kirche f out
on street auf Straße f out
in kitchen in Küche f in
in living_room in Wohnzimmer n in
on sofa auf Sofa n in,seat
on balcony auf Balkon m in
on chair auf Stuhl m in,seat
at table an Tisch m in,seat
in cellar in Keller m in
in garage in Garage f in
in workshop in Werkstatt f in
at market auf Markt m town
in library in Bibliothek f town
at station an Bahnhof m town
in museum in Museum n town
in restaurant in Restaurant n town
in office in Büro n town
in school in Schule f town
in hotel in Hotel n town
next_to bakery neben Bäckerei f town
"""

# English noun, German preposition, its case, noun, gender: where one goes.
GOALS = """
park in a Park m
museum in a Museum n
library in a Bibliothek f
school in a Schule f
office in a Büro n
station zu d Bahnhof m
market auf a Markt m
lake an a See m
beach an a Strand m
bakery zu d Bäckerei f
church in a Kirche f
restaurant in a Restaurant n
"""

TRANSITIVE = """
read reads read reading lesen liest gelesen read
write writes wrote writing schreiben schreibt geschrieben write
eat eats ate eating essen isst gegessen eat
drink drinks drank drinking trinken trinkt getrunken drink
buy buys bought buying kaufen kauft gekauft buy
sell sells sold selling verkaufen verkauft verkauft buy
look_for looks_for looked_for looking_for suchen sucht gesucht buy
find finds found finding finden findet gefunden give
need needs needed needing brauchen braucht gebraucht buy
carry carries carried carrying tragen trägt getragen carry
open opens opened opening öffnen öffnet geöffnet open
close closes closed closing schließen schließt geschlossen open
repair repairs repaired repairing reparieren repariert repariert repair
paint paints painted painting malen malt gemalt picture
paint paints painted painting streichen streicht gestrichen paint
wash washes washed washing waschen wäscht gewaschen wash
clean cleans cleaned cleaning putzen putzt geputzt clean
cook cooks cooked cooking kochen kocht gekocht cook
bake bakes baked baking backen backt gebacken bake
wear wears wore wearing tragen trägt getragen wear
bring brings brought bringing mit+bringen bringt mitgebracht give
put_on puts_on put_on putting_on an+ziehen zieht angezogen wear
look_at looks_at looked_at looking_at an+sehen sieht angesehen picture
tidy_up tidies_up tidied_up tidying_up auf+räumen räumt aufgeräumt kitchen
visit visits visited visiting besuchen besucht besucht person
greet greets greeted greeting begrüßen begrüßt begrüßt person
know knows knew knowing kennen kennt gekannt person
see sees saw seeing sehen sieht gesehen person
ask asks asked asking fragen fragt gefragt person
call calls called calling an+rufen ruft angerufen person
pick_up picks_up picked_up picking_up ab+holen holt abgeholt person
invite invites invited inviting ein+laden lädt eingeladen person
feed feeds fed feeding füttern füttert gefüttert animal
"""

# Without an object: forms as above, then the tag of the places.
INTRANSITIVE = """
sleep sleeps slept sleeping schlafen schläft geschlafen in
sit sits sat sitting sitzen sitzt gesessen seat
wait waits waited waiting warten wartet gewartet town
work works worked working arbeiten arbeitet gearbeitet town
play plays played playing spielen spielt gespielt out
dance dances danced dancing tanzen tanzt getanzt out
sing sings sang singing singen singt gesungen in
laugh laughs laughed laughing lachen lacht gelacht town
eat eats ate eating essen isst gegessen town
read reads read reading lesen liest gelesen in
stand stands stood standing stehen steht gestanden out
"""

# The tags say what an adjective may describe: nouns of that tag, or that noun itself. The German is
# the stem that takes the ending.
ADJECTIVES = """
young jung person,animal
old alt person,animal,wear,carry,repair,paint
tall groß person
small klein person,animal,carry,repair,buy
big groß animal,carry,repair
friendly freundlich person
tired müde person,animal
happy glücklich person
quiet ruhig person,animal
strong stark person,horse,donkey
famous berühmt person
polite höflich person
hungry hungrig person,animal
white weiß animal,wear,paint,flower
black schwarz animal,wear,carry
brown braun animal,wear,carry
grey grau animal,wear,paint
red rot wear,paint,carry,apple,flower,ball
blue blau wear,paint,carry,flower,ball
green grün wear,paint,carry,apple
yellow gelb wear,paint,pear,flower,ball
new neu wear,carry,repair,paint,write
beautiful schön wear,repair,picture,flower,poem
cheap billig wear,carry,repair
expensive teur wear,carry,repair,picture
heavy schwer carry
light leicht carry,wear
clean sauber wear,clean
ugly hässlich wear,repair,picture
long lang read,fence,ladder
short kurz read,dress
interesting interessant read,picture
strange seltsam read,picture,person
fresh frisch eat,egg
delicious lecker eat,drink
hot heiß soup,coffee,tea,potato
cold kalt drink,soup
"""

STATES = """
tired müde person,animal
happy glücklich person
hungry hungrig person,animal
ill krank person,animal
busy beschäftigt person
sad traurig person
friendly freundlich person
expensive teuer wear,carry,repair
cheap billig wear,carry,repair,eat
old alt person,animal,repair,carry
new neu wear,carry,repair
broken kaputt repair,umbrella
dirty schmutzig wear,clean
empty leer bottle,basket,bucket,suitcase,bag
heavy schwer carry
beautiful schön picture,flower,dress,poem
delicious lecker eat,drink
interesting interessant read
long lang read,ladder
"""

# English, German: of people and animals.
COMPARATIVES = """
older|älter
younger|jünger
bigger|größer
smaller|kleiner
stronger|stärker
faster|schneller
happier|glücklicher
"""

# English plural and singular, German singular and plural.
MODALS = """
can can kann können
must must muss müssen
want_to wants_to will wollen
should should soll sollen
"""

NAMES = "Anna Peter Maria Paul Lena Jonas Clara Felix Sofia Lukas Emma Martin Eva Thomas Julia Max"

PRESENT_TIMES = """
today|heute
now|jetzt
this morning|heute Morgen
this evening|heute Abend
every day|jeden Tag
on Sunday|am Sonntag
on Monday|am Montag
on Friday|am Freitag
in the evening|am Abend
in the morning|am Morgen
in summer|im Sommer
in winter|im Winter
often|oft
sometimes|manchmal
at noon|am Mittag
after work|nach der Arbeit
before breakfast|vor dem Frühstück
"""

PAST_TIMES = """
yesterday|gestern
last week|letzte Woche
last year|letztes Jahr
two days ago|vor zwei Tagen
last night|letzte Nacht
an hour ago|vor einer Stunde
three weeks ago|vor drei Wochen
yesterday evening|gestern Abend
"""

NUMBERS = """
two|zwei
three|drei
four|vier
five|fünf
six|sechs
seven|sieben
ten|zehn
twelve|zwölf
"""
