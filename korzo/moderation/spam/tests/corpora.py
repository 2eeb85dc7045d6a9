"""Small talk of a shop's community and what robots post there, in our seven languages. All made up for the tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations


@dataclass(frozen=True)
class Corpus:
    """Sentences; texts are made of them by threes. The last ones of each kind are kept from the lessons."""

    language: str
    honest: tuple[str, ...]
    spam: tuple[str, ...]


CORPORA = (
    Corpus(
        "en",
        (
            "I waxed my boots twice before the rain and they stayed dry.", "Does anybody know how long the sole lasts?",
            "We walked to the hut on Saturday with the children.", "The stitching on the left shoe came loose in May.",
            "Thank you, that helped me a lot with the laces.", "Which size did you take for thick socks?",
            "I dry mine slowly, never on the stove.",
        ),
        (
            "Earn 5000 dollars a week from home, guaranteed income.", "Buy cheap pills online without prescription.",
            "Click here for free casino bonus and win big.", "Best SEO backlinks service, cheap price, order now.",
            "Hot singles in your area want to chat tonight.", "Invest in crypto today and double your money.",
            "Replica watches, luxury brands, ninety percent discount.",
        ),
    ),
    Corpus(
        "sk",
        (
            "Topánky som pred dažďom dvakrát navoskoval a ostali suché.", "Vie niekto, ako dlho vydrží podrážka?",
            "V sobotu sme šli s deťmi na chatu.", "V máji sa mi na ľavej topánke uvoľnil šev.",
            "Ďakujem, veľmi mi to pomohlo so šnúrkami.", "Akú veľkosť ste vzali na hrubé ponožky?",
            "Ja ich suším pomaly, nikdy nie na peci.",
        ),
        (
            "Zarábajte doma päťtisíc eur týždenne, zaručený príjem.", "Lacné tabletky bez predpisu kúpite online.",
            "Kliknite sem a získajte bonus do kasína zadarmo.", "Najlepšie spätné odkazy pre váš web, lacno.",
            "Osamelé ženy vo vašom okolí čakajú dnes večer.", "Investujte do kryptomien a zdvojnásobte peniaze.",
            "Repliky hodiniek luxusných značiek so zľavou.",
        ),
    ),
    Corpus(
        "gu",
        (
            "વરસાદ પહેલાં મેં બૂટ પર બે વાર મીણ લગાવ્યું.", "તળિયું કેટલો સમય ચાલે છે તે કોઈ જાણે છે?",
            "શનિવારે અમે બાળકો સાથે પહાડ પર ગયા હતા.", "મે મહિનામાં ડાબા બૂટની સિલાઈ ઢીલી થઈ ગઈ.",
            "આભાર, દોરી બાંધવામાં ઘણી મદદ મળી.", "જાડાં મોજાં માટે તમે કયું માપ લીધું?",
            "હું તેને ધીમે ધીમે સૂકવું છું, ચૂલા પર નહીં.",
        ),
        (
            "ઘરે બેઠા દર અઠવાડિયે લાખો રૂપિયા કમાઓ, ખાતરી સાથે.", "સસ્તી દવાઓ પ્રિસ્ક્રિપ્શન વિના ઓનલાઇન ખરીદો.",
            "મફત કેસિનો બોનસ માટે અહીં ક્લિક કરો અને જીતો.", "વેબસાઇટ માટે સસ્તી બેકલિંક સેવા, હમણાં ઓર્ડર કરો.",
            "તમારા વિસ્તારની સ્ત્રીઓ આજે રાત્રે વાત કરવા માંગે છે.", "ક્રિપ્ટોમાં રોકાણ કરો અને પૈસા બમણા કરો.",
            "મોંઘી ઘડિયાળની નકલ, નેવું ટકા છૂટ.",
        ),
    ),
    Corpus(
        "fa",
        (
            "پیش از باران دو بار چکمه‌هایم را واکس زدم.", "کسی می‌داند کف کفش چقدر دوام می‌آورد؟",
            "شنبه با بچه‌ها تا پناهگاه پیاده رفتیم.", "در بهار دوخت کفش چپ باز شد.",
            "ممنون، برای بستن بندها خیلی کمک کرد.", "برای جوراب کلفت چه اندازه‌ای گرفتید؟",
            "من آن‌ها را آرام خشک می‌کنم، نه روی بخاری.",
        ),
        (
            "در خانه هفته‌ای پنج هزار دلار درآمد تضمینی داشته باشید.", "قرص ارزان بدون نسخه آنلاین بخرید.",
            "برای جایزه رایگان کازینو اینجا کلیک کنید و برنده شوید.", "بهترین خدمات بک‌لینک و سئو، قیمت ارزان.",
            "زنان تنها در نزدیکی شما امشب منتظر گفتگو هستند.", "در رمزارز سرمایه‌گذاری کنید و پولتان را دو برابر کنید.",
            "ساعت‌های تقلبی مارک‌های گران با تخفیف.",
        ),
    ),
    Corpus(
        "it",
        (
            "Ho cerato gli scarponi due volte prima della pioggia.", "Qualcuno sa quanto dura la suola?",
            "Sabato siamo andati al rifugio con i bambini.", "A maggio la cucitura della scarpa sinistra ha ceduto.",
            "Grazie, mi è servito molto per i lacci.", "Che misura avete preso con le calze grosse?",
            "Io li asciugo piano, mai sulla stufa.",
        ),
        (
            "Guadagna cinquemila euro a settimana da casa, reddito garantito.",
            "Pillole economiche online senza ricetta.",
            "Clicca qui per il bonus gratis del casinò e vinci.", "Miglior servizio di backlink SEO, ordina subito.",
            "Donne sole nella tua zona vogliono chattare stasera.", "Investi in criptovalute e raddoppia i soldi.",
            "Repliche di orologi di lusso con sconto.",
        ),
    ),
    Corpus(
        "uk",
        (
            "Перед дощем я двічі навоскував черевики.", "Хтось знає, скільки служить підошва?",
            "У суботу ми ходили з дітьми до притулку.", "У травні на лівому черевику розійшовся шов.",
            "Дякую, це дуже допомогло зі шнурівками.", "Який розмір ви взяли на товсті шкарпетки?",
            "Я сушу їх повільно, ніколи не на печі.",
        ),
        (
            "Заробляйте вдома п’ять тисяч доларів на тиждень, гарантований дохід.",
            "Дешеві таблетки без рецепта онлайн.",
            "Натисніть тут, щоб отримати бонус казино безкоштовно.",
            "Найкращі зворотні посилання для сайту, замовляйте.",
            "Самотні жінки поруч чекають на розмову сьогодні.", "Інвестуйте в криптовалюту та подвойте гроші.",
            "Репліки годинників відомих брендів зі знижкою.",
        ),
    ),
    Corpus(
        "es",
        (
            "Enceré las botas dos veces antes de la lluvia.", "¿Alguien sabe cuánto dura la suela?",
            "El sábado fuimos al refugio con los niños.", "En mayo se soltó la costura del zapato izquierdo.",
            "Gracias, me ayudó mucho con los cordones.", "¿Qué talla cogisteis para calcetines gruesos?",
            "Yo las seco despacio, nunca sobre la estufa.",
        ),
        (
            "Gana cinco mil euros a la semana desde casa, ingreso garantizado.",
            "Pastillas baratas en línea sin receta.",
            "Haz clic aquí para el bono gratis del casino y gana.", "El mejor servicio de enlaces SEO, pide ahora.",
            "Mujeres solas en tu zona quieren chatear esta noche.", "Invierte en criptomonedas y duplica tu dinero.",
            "Réplicas de relojes de lujo con descuento.",
        ),
    ),
)  # fmt: skip


def texts(sentences: tuple[str, ...], count: int) -> Iterator[str]:
    """Texts of three sentences each, all different."""
    for made, (one, two, three) in enumerate(permutations(sentences, 3)):
        if made == count:
            return
        yield f"{one} {two} {three}"
