"""Texts of our own about invented places, by language, and the encodings that they are written in."""

from __future__ import annotations

import random
from collections.abc import Iterator

SIMPLIFIED = """云溪镇的新桥昨天通车，两岸的居民一早就来到桥头，拍照留念。
镇里的老人说，过去要坐船才能到对岸的市场，遇到下雨天就得等上半天。
图书馆把开放时间延长到晚上九点，还为学生准备了热茶和座位。
今年的稻子长得好，农民估计每亩能多收一百斤左右。
修理钟表的刘师傅在这条街上工作了四十年，他的徒弟已经有六个。
气象站表示，未来三天以晴天为主，早晚温差较大，请大家注意保暖。
孩子们在河边种下两百棵小树，每一棵都挂着自己的名字。
博物馆新展出一批旧地图，其中一张画着三百年前的码头。
从下个月起，公交车将增加两个班次，方便上班的人。
合唱团每个星期六在广场练习，谁想参加都可以报名。
面包店的老板娘发明了一种用南瓜做的点心，很快就卖完了。
有人在山坡上发现一口古井，水还很清。""".splitlines()
TRADITIONAL = """雲溪鎮的新橋昨天通車，兩岸的居民一早就來到橋頭，拍照留念。
鎮裡的老人說，過去要坐船才能到對岸的市場，遇到下雨天就得等上半天。
圖書館把開放時間延長到晚上九點，還為學生準備了熱茶和座位。
今年的稻子長得好，農民估計每畝能多收一百斤左右。
修理鐘錶的劉師傅在這條街上工作了四十年，他的徒弟已經有六個。
氣象站表示，未來三天以晴天為主，早晚溫差較大，請大家注意保暖。
孩子們在河邊種下兩百棵小樹，每一棵都掛著自己的名字。
博物館新展出一批舊地圖，其中一張畫著三百年前的碼頭。
從下個月起，公車將增加兩個班次，方便上班的人。
合唱團每個星期六在廣場練習，誰想參加都可以報名。
麵包店的老闆娘發明了一種用南瓜做的點心，很快就賣完了。
有人在山坡上發現一口古井，水還很清。""".splitlines()
JAPANESE = """雲沢町の新しい橋が昨日開通し、朝早くから住民が集まって記念写真を撮った。
町の老人によると、以前は市場へ行くのに船に乗らなければならなかった。
図書館は開館時間を夜九時まで延ばし、学生のために席とお茶を用意している。
今年の米はよく育ち、農家は去年より多い収穫を見込んでいる。
時計を直す職人の田辺さんは、この通りで四十年働いてきた。
気象台は、これから三日間は晴れるが朝晩は冷えると伝えている。
子どもたちは川のそばに二百本の木を植え、一本ずつ名前を付けた。
博物館では古い地図の展示が始まり、三百年前の港を描いた一枚もある。
来月からバスの便が二本増え、通勤する人に便利になる。
合唱団は毎週土曜日に広場で練習していて、だれでも参加できる。
パン屋のかぼちゃのケーキは、いつも昼前に売り切れてしまう。
山の中で古い井戸が見つかり、水は今もきれいだという。""".splitlines()
KOREAN = """구름골 마을의 새 다리가 어제 개통되어 주민들이 아침부터 모여 사진을 찍었다.
마을 노인들은 예전에는 시장에 가려면 배를 타야 했다고 말한다.
도서관은 문을 여는 시간을 저녁 아홉 시까지 늘리고 학생들을 위해 자리를 마련했다.
올해는 벼가 잘 자라서 농민들은 작년보다 많은 수확을 기대하고 있다.
시계를 고치는 장인은 이 거리에서 사십 년 동안 일해 왔다.
기상대는 앞으로 사흘 동안 맑겠지만 아침과 저녁에는 춥겠다고 밝혔다.
아이들은 강가에 나무 이백 그루를 심고 하나하나 이름을 붙였다.
박물관에서는 옛 지도를 전시하고 있는데 삼백 년 전의 항구를 그린 것도 있다.
다음 달부터 버스가 두 번 더 다녀서 출근하는 사람들이 편리해진다.
합창단은 토요일마다 광장에서 연습하며 누구나 참가할 수 있다.
빵집의 호박 과자는 언제나 점심 전에 다 팔린다.
산에서 오래된 우물이 발견되었는데 물은 아직도 맑다고 한다.""".splitlines()
FRENCH = """Le nouveau pont de Valclair a été ouvert hier, et les habitants sont venus très tôt.
Les anciens racontent qu’il fallait prendre le bac pour aller au marché de l’autre côté.
La bibliothèque reste désormais ouverte jusqu’à neuf heures du soir pour les élèves.
Cette année, la récolte est bonne : les paysans espèrent cent kilos de plus par hectare.
L’horloger de la grande rue a déjà formé six apprentis en quarante ans de métier.
La météo annonce du beau temps pour les trois jours à venir, avec des matinées fraîches.
Les enfants ont planté deux cents arbres près de la rivière, chacun avec un nom.""".splitlines()
GERMAN = """Die neue Brücke von Wolkenau ist seit gestern offen, und die Leute kamen schon früh.
Die Älteren erzählen, dass man früher mit der Fähre über den Fluss zum Markt fuhr.
Die Bücherei hat nun bis neun Uhr abends geöffnet, mit Tee und Plätzen für Schüler.
Das Getreide steht gut in diesem Jahr; die Bauern erwarten eine größere Ernte.
Der Uhrmacher in der Hauptstraße hat in vierzig Jahren sechs Lehrlinge ausgebildet.
Für die nächsten drei Tage ist das Wetter schön, nur morgens wird es kühl.
Die Kinder haben am Ufer zweihundert Bäume gepflanzt und jedem einen Namen gegeben.""".splitlines()
SPANISH = """El puente nuevo de Nubaria se abrió ayer, y los vecinos llegaron muy temprano.
Los mayores cuentan que antes había que cruzar en barca para ir al mercado.
La biblioteca cierra ahora a las nueve de la noche, con té para los niños que estudian.
Este año la cosecha es buena y los campesinos esperan más que el año pasado.
El relojero de la calle mayor enseñó el oficio a seis jóvenes en cuarenta años.
¿Qué tiempo hará mañana? Según la estación, habrá sol durante tres días.
Los niños plantaron doscientos árboles junto al río, cada uno con su nombre.""".splitlines()
RUSSIAN = """Новый мост в посёлке открыли вчера, и жители пришли рано утром.
Раньше на рынок приходилось плыть на лодке, рассказывают старики.
Библиотека теперь работает до девяти часов вечера.""".splitlines()
POLISH = """Nowy most otwarto wczoraj, a mieszkańcy przyszli bardzo wcześnie.
Dawniej trzeba było płynąć łodzią, żeby dostać się na targ.
Biblioteka jest teraz czynna do dziewiątej wieczorem także dla uczniów.""".splitlines()
CZECH = """Nový most otevřeli včera a lidé přišli už časně ráno.
Dříve se na trh jezdilo přes řeku lodí, vyprávějí starší obyvatelé.
Knihovna je nyní otevřena do devíti hodin večer.""".splitlines()
TURKISH = """Yeni köprü dün açıldı ve insanlar sabah erkenden geldi.
Yaşlılar eskiden pazara gitmek için kayıkla karşıya geçildiğini anlatıyor.
Kütüphane artık akşam dokuza kadar açık kalıyor.""".splitlines()
GREEK = """Η νέα γέφυρα άνοιξε χθες και οι κάτοικοι ήρθαν νωρίς το πρωί.
Παλιά πήγαιναν στην αγορά με βάρκα, λένε οι γέροντες του χωριού.""".splitlines()

#: (language, lines, Python's codec, the name that is found).
LABELLED = (
    ("zh-Hans", SIMPLIFIED, "gb18030", "gb18030"),
    ("zh-Hans", SIMPLIFIED, "gbk", "gb18030"),
    ("zh-Hant", TRADITIONAL, "cp950", "big5"),
    ("ja", JAPANESE, "cp932", "shift_jis"),
    ("ja", JAPANESE, "euc_jp", "euc_jp"),
    ("ko", KOREAN, "cp949", "euc_kr"),
    ("fr", FRENCH, "cp1252", "windows-1252"),
    ("de", GERMAN, "cp1252", "windows-1252"),
    ("es", SPANISH, "cp1252", "windows-1252"),
    ("zh-Hans", SIMPLIFIED, "utf-8", "utf-8"),
    ("zh-Hant", TRADITIONAL, "utf-8", "utf-8"),
    ("ja", JAPANESE, "utf-8", "utf-8"),
    ("ko", KOREAN, "utf-8", "utf-8"),
    ("fr", FRENCH, "utf-8", "utf-8"),
)
#: Texts in encodings that are never recognised.
OTHERS = (
    (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (RUSSIAN, "cp866"), (POLISH, "cp1250"), (CZECH, "cp1250"),
    (TURKISH, "cp1254"), (GREEK, "cp1253"), (FRENCH, "mac_roman"), (FRENCH, "cp850"), (GERMAN, "cp850"),
)  # fmt: skip
SIZES = (50, 100, 200, 500, 1000, 2000, 5000)
_FRONT = "---\ntitle: {}\ndate: 2021-12-28\n---\n"


def texts(lines: list[str], codec: str, count: int) -> Iterator[tuple[int, str]]:
    """Yield (size, text) up to `count` times for each size: lines in any order, half with front matter.

    The size is that of the body in bytes, at most. All texts have characters beyond ASCII.
    """
    chance = random.Random(codec + lines[0])
    for size in SIZES:
        for number in range(count):
            body = "\n".join(chance.choice(lines) for _ in range(1 + size // 20))
            body = body.encode(codec, "ignore")[:size].decode(codec, "ignore")
            if body.isascii():
                continue
            yield size, (_FRONT.format(body[:8].replace("\n", "")) if number % 2 else "") + body
