# Semua yang dikatakan Ringkas, dalam bahasa Indonesia. Sintaks: https://projectfluent.org/fluent/guide/
#
# Teks biasa tanpa markah. Pesan dan variabelnya sama dengan en.ftl; penjelasan tiap pesan ada di sana.
# Nada: rekan redaksi yang teliti. Singkat: apa yang terjadi, lalu apa yang dapat dilakukan. Sapaan: Anda.

## Tanggal dan waktu

date-pattern = d MMMM y
time-pattern = HH.mm
zone = { $hours ->
    [7] WIB
    [8] WITA
    [9] WIT
   *[other] ({ $gmt })
}
moment = { $date } pukul { $time }
moment-zoned = { $date } pukul { $time } { $zone }

## Tanda baca dan sambungan

spoken-by = — { $speaker }
spoken-by-with-role = — { $speaker }, { $role }
spoken-by-unnamed = — tanpa nama; artikel menyebut “{ $mention }”
# After an original that stands among translations: no translation of it could be trusted.
not-translated = (tidak diterjemahkan)
name-with-original = { $name } ({ $original })
and-more = dan { $count } lainnya

## Perkenalan

start =
    Kirimkan artikel berita berbahasa Indonesia atau Inggris: tempelkan teksnya, teruskan pesannya, kirim tautannya, atau unggah berkasnya (.txt, .html, .pdf, .docx). Saya membalas dengan ringkasan dalam bahasa { $language }: judul, isi pokok, kutipan penting beserta narasumbernya, serta nama orang, lembaga, dan tempat yang disebut.

    Setiap kalimat terjemahan dapat disandingkan dengan kalimat aslinya.

    /settings untuk mengatur bahasa, panjang, dan isi ringkasan, /help untuk penjelasan lain.
help =
    Saya Ringkas, bot yang membuat ringkasan artikel berita. Saya sebuah program: yang saya jawab artikel, bukan pertanyaan.

    Yang dapat dikirim: artikel berbahasa Indonesia atau Inggris sebagai teks, pesan terusan, tautan, atau berkas (.txt, .html, .pdf, .docx).

    Yang Anda terima: judul, ringkasan, kutipan penting, dan nama-nama dalam bahasa { $language }. Ringkasan disusun dari kalimat-kalimat artikel itu sendiri, sebanyak yang diperlukan isi beritanya; tidak ada yang dikarang. Artikel yang hanya dua atau tiga kalimat ditampilkan seluruhnya. Tombol di bawahnya menampilkan terjemahan lengkap, teks asli di samping terjemahannya, serta ringkasan yang lebih pendek atau lebih panjang.

    Di grup: balas sebuah artikel dengan /ringkas, atau tulis /ringkas dan tautannya dalam satu pesan. Menyebut nama saya juga bisa.

    Jika sebuah halaman tidak dapat dibuka, salin teksnya lalu tempelkan di sini.

    /settings – bahasa, panjang, dan isi ringkasan
    /language – bahasa ringkasan
    /length – panjang ringkasan
    /today – yang sudah dibaca di sini hari ini
    /forget – menghapus yang tersimpan dari obrolan ini
    /about – cara kerja dan ke mana teks Anda pergi
unknown-command = Perintah itu tidak saya kenal. /help menjelaskan apa yang dapat saya lakukan.
about =
    Ringkas berjalan di komputer milik pengelolanya sendiri. Teks yang Anda kirim diringkas dan diterjemahkan di sana dan tidak diteruskan ke layanan lain. Tautan dibuka langsung di situsnya, seperti lewat peramban.

    Ringkasan terdiri atas kalimat-kalimat dari artikel. Terjemahannya dikerjakan mesin: sebelum mengutip, bandingkan dengan kalimat asli lewat tombol “Dengan teks asli”.
start-outdated = Tautan yang membawa Anda ke sini sudah tidak berlaku. Kirimkan saja artikelnya.
inline-hint = Tempelkan tautan sebuah artikel
inline-read = Baca artikel ini di obrolan pribadi
inline-too-long = Terlalu panjang. Kirimkan di obrolan pribadi
inline-nothing = Belum pernah Anda baca. Tempelkan tautannya
group-help =
    Di grup, balas sebuah artikel dengan /ringkas, atau tulis /ringkas dan tautannya dalam satu pesan. Menyebut nama saya juga bisa.
group-greeting = { $sees ->
    [all] Saya meringkas artikel berita berbahasa Indonesia dan Inggris ke dalam bahasa { $language }. Balas sebuah artikel dengan /ringkas, atau tulis /ringkas beserta tautannya. Semua pesan di sini dapat saya lihat, tetapi yang saya baca dan catat hanya yang ditujukan kepada saya. Admin dapat meminta agar setiap tautan artikel dijawab: /settings.
   *[addressed] Saya meringkas artikel berita berbahasa Indonesia dan Inggris ke dalam bahasa { $language }. Balas sebuah artikel dengan /ringkas, atau tulis /ringkas beserta tautannya. Saya hanya melihat pesan yang ditujukan kepada saya: perintah, sebutan nama saya, dan balasan atas pesan saya.
}

## Basa-basi

said-trouble = tidak bisa, tak bisa, gak bisa, ga bisa, nggak bisa, ngga bisa, enggak bisa, engga bisa, gk bisa, gabisa, gakbisa, tidak jalan, gak jalan, ga jalan, tidak muncul, gak muncul, tidak terbaca, gak kebaca, tidak terbuka, gak kebuka, gagal, error, eror, macet, rusak
said-language = bahasa indonesia, bahasa inggris, bahasa indo, bhs indonesia, bhs inggris, bahasa lain, ganti bahasa, ubah bahasa, terjemahkan, terjemahin, indonesia saja, inggris saja
said-length = lebih pendek, lebih singkat, lebih panjang, lebih ringkas, lebih lengkap, pendekkan, perpendek, persingkat, panjangkan, perpanjang, kepanjangan, kependekan, terlalu panjang, terlalu pendek, dipendekin, pendekin, dipanjangin, panjangin
said-thanks = terima kasih, terimakasih, trima kasih, trimakasih, terimaksih, makasih, makasi, mksh, mksih, maksih, tks, trims, thanks, thx, tengkyu, tengkiu, nuhun, hatur nuhun, suwun, matur nuwun, matur suwun, syukron, terima kasi
said-help = bantuan, bantu, tolong, tolong bantu, bisa apa, bisa apa saja, apa ini, ini apa, siapa kamu, kamu siapa, siapa ini, cara pakai, cara pakainya, cara pakainya gimana, cara pakainya bagaimana, gimana caranya, bagaimana caranya, caranya gimana, caranya bagaimana, cara kerjanya, menu
said-greeting = halo, hallo, hai, hei, hey, alo, selamat pagi, selamat siang, selamat sore, selamat malam, met pagi, met siang, met sore, met malam, pagi, siang, sore, malam, assalamualaikum, assalamu alaikum, asalamualaikum, salam, permisi, punten, om swastiastu, shalom
said-fine = oke, ok, okeh, okay, okey, sip, siip, siap, mantap, mantab, mantul, bagus, keren, baik, baiklah, hebat, top, cakep, jos, joss, asik, asyik, ya, iya, yoi, betul, benar, noted, paham, mengerti
said-besides = kenapa, knp, mengapa, ini, itu, pakai, pake, dalam, ke, jadi, buat, dibuat, yang, aja, saja, masih, banyak, sekali, banget, bgt, ya, yah, yaa, kak, kakak, bang, mas, mbak, pak, bu, om, min, admin, gan, bro, sis, kawan, teman, semua, semuanya, bot, ringkas, atas, bantuan, bantuannya, ringkasannya, infonya, info, lho, loh, deh, dong, nih, sih, kok, juga, sangat, lagi, dulu, sudah, udah, dan, nya
remark = Saya tidak dapat menanggapi komentar, permintaan, atau pertanyaan tentang ringkasan. Tombol di bawahnya memanjangkan atau memendekkan ringkasan, mengganti bahasanya, menampilkan terjemahan lengkap, dan menyampaikan kekeliruan kepada pengelola. Untuk artikel lain, kirimkan seluruh teksnya atau tautannya.
welcome = Sama-sama.
trouble = Dari pesan itu saya tidak tahu apa yang gagal. Kirimkan lagi artikelnya: teksnya, tautannya, atau berkasnya (.txt, .html, .pdf, .docx). Jika halamannya tidak dapat dibuka, salin teksnya lalu tempelkan di sini.
language = “{ button-lang }” di bawah ringkasan mengganti bahasanya. Untuk semua ringkasan berikutnya: /language. Bahasa yang saya pakai sendiri: /settings.
length = “{ button-less }” dan “{ button-more }” di bawah ringkasan mengubah panjangnya. Untuk semua ringkasan berikutnya: /length.
greeting = Halo. Kirimkan artikel berita sebagai teks, tautan, atau berkas, atau teruskan pesannya, dan Anda mendapat ringkasannya. /help menjelaskan selebihnya.

## Yang sudah ada di grup

pointer = Ringkasan artikel ini sudah ada di sini:
pointer-title = lihat ringkasannya
pointer-above = Ringkasan artikel ini sudah ada di sini: pesan ini membalas ringkasan tersebut.
button-again = Ringkas lagi

## Menghapus

forget-ask = { $whose ->
    [group] Semua yang saya simpan dari grup ini akan dihapus: ringkasan, pengaturan, dan pesan yang dikirim kepada saya. Tombol di bawah ringkasan lama tidak akan berfungsi lagi. Penghapusan tidak dapat dibatalkan.
   *[own] Semua yang saya simpan tentang Anda akan dihapus: ringkasan di obrolan ini, pengaturan Anda, dan pesan yang Anda kirim kepada saya, juga yang di grup. Tombol di bawah ringkasan lama di sini tidak akan berfungsi lagi. Penghapusan tidak dapat dibatalkan.
}
button-forget = Hapus semua
button-keep = Biarkan
forget-done = Sudah dihapus: pengaturan, { $digests } ringkasan, dan { $requests } pesan kepada saya.
forget-not-done = Tidak ada yang dihapus.
forget-refused = Hanya admin grup ini yang dapat meminta datanya dihapus.

## Pengaturan

language-unknown = Ringkasan dalam bahasa “{ $wanted }” tidak tersedia.
length-unknown = “{ $wanted }” bukan panjang ringkasan: ringkasan terdiri atas 1 sampai { $most } kalimat, atau “{ button-length-free }”.
said-as-needed = auto, otomatis, bebas, secukupnya, seperlunya
language-ask =
    Ringkasan kini berbahasa { $language }. Ingin diganti ke bahasa apa?
language-only = Ringkasan hanya tersedia dalam bahasa { $language }: tidak ada paket terjemahan lain yang terpasang di sini.
length-ask = { $count ->
    [free] Panjang ringkasan kini mengikuti isi berita.
    [1] Ringkasan kini terdiri atas satu kalimat.
   *[other] Ringkasan kini terdiri atas { $count } kalimat.
} Seberapa panjang yang Anda inginkan? Pendek berarti { $short } kalimat, sedang { $medium }, panjang { $long }. Untuk jumlah lain sampai { $most }, tuliskan angkanya setelah /length.
parts-ask = Apa yang ditampilkan di bawah judul? Dengan teks asli, setiap kalimat terjemahan disertai kalimat aslinya di bawahnya.
interface-ask = Dalam bahasa apa saya berbicara, di luar isi ringkasan?
mode-ask =
    Kapan saya menjawab?

    Bila diminta: lewat /ringkas, dengan menyebut nama saya, atau dengan membalas pesan saya.
    Setiap tautan: juga setiap tautan artikel yang dikirim di sini.
mode-blind = Di grup ini saya hanya melihat pesan yang ditujukan kepada saya, sehingga tautan lain terlewat. Agar setiap tautan dijawab, jadikan saya admin; tidak perlu hak apa pun. Bisa juga pengelola saya mematikan mode privasi lewat @BotFather lalu memasukkan saya lagi ke grup ini.

settings-title = { $whose ->
    [group] Pengaturan grup ini
    [topic] Pengaturan topik ini
   *[own] Pengaturan
}
settings-line = { $label }: { $value }
settings-language = Bahasa ringkasan
settings-length = Panjang ringkasan
settings-parts = Ditampilkan
settings-interface = Bahasa bot
settings-mode = Saya menjawab
settings-inherited = mengikuti grup
length-name = { $count ->
    [free] seperlunya
    [1] satu kalimat
   *[other] { $count } kalimat
}
part-summary = ringkasan
part-quotes = kutipan penting
part-entities = nama
part-originals = teks asli di bawahnya
parts-none = judul saja
interface-own = { $whose ->
    [own] bahasa Telegram Anda
   *[group] bahasa masing-masing pembaca
}
mode-quiet = bila diminta
mode-links = setiap tautan artikel
settings-saved = { $whose ->
    [group] Tersimpan untuk grup ini.
    [topic] Tersimpan untuk topik ini.
   *[own] Tersimpan.
}
language-saved = Ringkasan berikutnya dalam bahasa { $language }.
length-saved = { $count ->
    [free] Panjang ringkasan berikutnya mengikuti isi berita.
    [1] Ringkasan berikutnya terdiri atas satu kalimat.
   *[other] Ringkasan berikutnya terdiri atas { $count } kalimat.
}
inherited-saved = { $all ->
    [yes] Semuanya kembali mengikuti grup.
   *[no] Pilihan ini kembali mengikuti grup.
}
settings-admins = Hanya admin grup ini yang dapat mengubah pengaturannya. Tombol di bawah ringkasan boleh dipakai siapa saja, dan di obrolan pribadi dengan saya Anda bebas mengatur sendiri.
settings-outdated = Panel ini tidak lagi sesuai dengan pilihan yang ada. Kirim /settings untuk panel baru.
settings-closed = Untuk mengubahnya, tulis /settings.
# Pada tombol: paling banyak sekitar 18 karakter, dua tombol berdampingan di ponsel
button-settings-language = Bahasa
button-settings-length = Panjang
button-settings-parts = Yang ditampilkan
button-settings-interface = Bahasa bot
button-settings-mode = Kapan menjawab
button-part-summary = Ringkasan
button-part-quotes = Kutipan penting
button-part-entities = Nama
button-part-originals = Teks asli
# Masing-masing sebaris
wide-interface-own = { $whose ->
    [own] Bahasa Telegram saya
   *[group] Bahasa masing-masing pembaca
}
wide-mode-quiet = Bila diminta
wide-mode-links = Setiap tautan artikel
wide-scope-group = Ubah untuk seluruh grup
wide-scope-topic = Ubah untuk topik ini saja
wide-as-group = Mengikuti grup
wide-all-as-group = Semua mengikuti grup
button-back = ‹ Kembali
button-close = Tutup

## Saat bekerja

working-reading = Membaca artikel …
# Untuk berita yang terbagi dalam beberapa halaman
working-page = Membaca artikel … halaman { $number } dari { $count }
working-summarising = Memilih kalimat pokok …
working-translating = Menerjemahkan …
working-translated = Menerjemahkan … { $done } dari { $count } kalimat
already-working = Ini masih saya kerjakan.

## Beberapa tautan dalam satu pesan

list-reading = Membaca { $count } tautan …
list-done = { $read ->
    [all] { $count ->
        [2] Kedua tautan sudah dibaca. Tekan nomornya untuk melihat ringkasannya.
       *[other] Semua { $count } tautan sudah dibaca. Tekan nomornya untuk melihat ringkasannya.
    }
    [0] Tidak satu pun dari { $count } tautan ini dapat dibaca. Tempelkan saja teks artikelnya.
   *[other] { $read } dari { $count } tautan dapat dibaca. Tekan nomornya untuk melihat ringkasannya.
}
list-more = Pesan Anda berisi { $count } tautan; yang dibaca hanya { $most } yang pertama.
link-waiting = menunggu
link-reading = sedang dibaca …
# $number: nomor baris di atas
link-same = artikel yang sama dengan nomor { $number }
why-not = { $why ->
    [gone] halamannya tidak ada
    [refused] situsnya tidak mengizinkan saya membaca
    [crowded] situsnya sedang terlalu sibuk
    [broken] ada gangguan di situsnya
    [silent] tidak ada jawaban
    [unreachable] situsnya tidak dapat dihubungi
    [unsafe] bukan halaman web publik
    [large] terlalu besar
    [language] bahasanya tidak saya baca
    [index] daftar judul
    [paywall] hanya untuk pelanggan
    [error] halaman kesalahan
    [wall] situsnya menolak program otomatis
    [video] video
    [live] laporan langsung
    [photos] foto
    [file] berkas yang tidak dapat saya baca
    [no-article] tidak ada artikel di sana
   *[other] tidak dapat dibaca
}
brief-above = Ringkasan itu sudah ada di obrolan ini.

## Daftar satu hari

today = { $day }: sejauh ini { $count } artikel. Tekan nomornya untuk melihat ringkasannya.
today-earlier = { $count } artikel yang lebih awal tidak ditampilkan.
# Di bawah daftar dalam satu topik grup
today-one-topic = Hanya topik ini. Di topik Umum, /today mencantumkan seluruh grup.
# Di atas artikel dari topik yang dimiliki setiap grup bertopik, menurut nama di Telegram; topik yang namanya tak diketahui
topic-general = Umum
topic-unnamed = Topik lain
today-nothing = Hari ini belum ada yang dibaca di sini. Kirimkan artikel atau tautannya, dan semuanya akan tercantum di sini.
today-nothing-in-group = Hari ini belum ada yang dibaca di sini. Artikel yang Anda minta dengan /ringkas akan tercantum di sini.

## Di bawah ringkasan

button-full = Terjemahan lengkap
button-orig = Dengan teks asli
# Membalik terjemahan lengkap: nomor kalimatnya sama di kedua sisi
button-side-original = ⇄ Kalimat asli
button-side-translation = ⇄ Terjemahan
button-less = Lebih pendek
button-more = Lebih panjang
button-length-free = Seperlunya
button-length-one = Satu kalimat
button-length-short = Pendek
button-length-medium = Sedang
button-length-long = Panjang
# What is done with a brief, all on buttons: a tongue, everything else, a quotation alone
button-lang = 🌐 Bahasa
button-menu = Lainnya …
button-quotes = ❝ Kutipan
button-names = Semua nama
button-share = ↗ Bagikan
button-good = 👍 Bagus
button-wrong = 👎 Keliru
# What was wrong with a brief
button-fault-translation = Terjemahan
button-fault-summary = Ringkasan
button-fault-speaker = Narasumber
button-fault-names = Nama
button-fault-other = Hal lain
fault-ask = Apa yang keliru? Pilih salah satu tombol di bawah.
verdict-kept = Terima kasih. Penilaian ini hanya untuk pengelola bot.
translating-into = Menerjemahkan ke bahasa { $language } …
sent-to-you = Sudah saya kirim ke obrolan pribadi kita.

people = Orang
organizations = Lembaga
places = Tempat
missing-pages = Halaman { $pages } dari artikel ini tidak dapat dibaca dan tidak ikut diringkas.
other-links = Saya membaca tautan pertama dari { $count } tautan. Kirimkan yang lain satu per satu.
full-attached = Terjemahan lengkap ({ $count } kalimat) ada di dalam berkas: setiap kalimat di samping kalimat aslinya.
whole = Terlalu pendek untuk diringkas: semua kalimat artikel ini ada di sini.
no-other-length = { $action ->
    [more] Ini ringkasan terpanjang dari artikel ini.
   *[less] Ini sudah ringkasan yang terpendek.
}
expired = Ringkasan ini sudah tidak saya simpan. Kirimkan kembali artikelnya, dan saya akan membuat yang baru.
note-no-package = Ditampilkan dalam bahasa aslinya: terjemahan dari bahasa { $source } ke bahasa { $target } belum terpasang di sini.
note-breaks-off = Teks ini terputus di tengah kalimat. Lanjutannya tidak sampai kepada saya dan tidak ada dalam ringkasan ini.
note-translation-failed = Ditampilkan dalam bahasa aslinya: penerjemahan kali ini gagal.

## Berkas terjemahan lengkap

page-original = Teks asli
page-translation = Terjemahan
page-source = Baca halaman aslinya
page-made-by = Diterjemahkan oleh mesin dengan Ringkas. Bandingkan dengan teks asli sebelum mengutip.
page-in-summary = ada di ringkasan

## Yang tidak dapat dibaca

empty = Tidak ada teks dalam pesan itu. Kirimkan artikel berbahasa Indonesia atau Inggris sebagai teks, tautan, atau berkas.
unsupported = Jenis berkas itu tidak dapat saya baca. Saya dapat membaca .txt, .html, .pdf, dan .docx; bisa juga tempelkan teks artikelnya.
photo-without-text = Saya tidak dapat membaca tulisan di dalam gambar. Tempelkan teks artikelnya, atau kirim tautannya.
terminal-help = Tempelkan artikel, atau ketik tautan atau letak berkas ({ $sample }). Angka menekan tombol. /quit untuk keluar.
no-such-file = Tidak ada berkas { $path } yang dapat saya baca.
sticker = Saya hanya membaca artikel. Tempelkan teksnya, atau kirim tautannya.
no-text = Itu tidak dapat saya dengar, tonton, atau cari: saya membaca teks. Tempelkan artikelnya, teruskan pesannya, atau kirim tautan atau berkasnya (.txt, .html, .pdf, .docx).
not-allowed = Bot ini hanya melayani obrolan yang didaftarkan pengelolanya. Agar didaftarkan, berikan nomor obrolan ini kepada pengelola: { $chat }

## Kesalahan

error-ringkas-error = Permintaan itu tidak berhasil. Kirimkan sekali lagi, atau tempelkan teks artikelnya.
error-no-link = Saya tidak menemukan tautan di situ. Kirimkan alamat web yang lengkap, atau tempelkan teks artikelnya.
error-unsafe-link = Tautan itu tidak saya buka karena tidak menuju halaman web publik. Tempelkan saja teks artikelnya.
error-fetch-timeout = { $kind ->
    [file] Berkas itu tidak tiba dalam { $wait }. Silakan kirim sekali lagi.
   *[page] { $host } tidak menjawab dalam { $wait }. Coba lagi nanti, atau tempelkan teks artikelnya.
}
error-unreachable = { $kind ->
    [file] Berkas itu tidak dapat saya ambil dari Telegram. Silakan kirim sekali lagi.
   *[page] { $host } tidak dapat saya hubungi. Periksa tautannya, atau tempelkan teks artikelnya.
}
error-bad-status = { $reason ->
    [gone] Menurut { $host }, halaman itu tidak ada (status { $status }). Periksa tautannya, atau tempelkan teks artikelnya.
    [refused] { $host } tidak mengizinkan saya membaca halaman itu (status { $status }). Bukalah sendiri, lalu tempelkan teksnya di sini.
    [crowded] { $host } sedang membatasi pengunjung (status { $status }). Coba lagi nanti, atau tempelkan teks artikelnya.
    [broken] Ada gangguan di { $host } (status { $status }). Coba lagi nanti, atau tempelkan teks artikelnya.
   *[other] { $kind ->
        [file] Berkas itu tidak dapat saya ambil (status { $status }). Silakan kirim sekali lagi.
       *[page] { $host } tidak memberikan halaman itu (status { $status }). Bukalah sendiri, lalu tempelkan teksnya di sini.
    }
}
error-too-large = { $kind ->
    [file] Berkas itu lebih besar dari { $limit_mb } MB, batas yang dapat saya baca. Tempelkan saja teks artikelnya.
   *[page] Halaman di { $host } lebih besar dari { $limit_mb } MB, batas yang saya baca. Tempelkan saja teks artikelnya.
}
error-unreadable = { $kind ->
    [file] Isi berkas itu tidak dapat saya baca. Mungkin rusak, atau terlalu rumit. Tempelkan saja teks artikelnya.
   *[page] Isi halaman { $host } itu tidak dapat saya baca. Mungkin rusak, atau terlalu rumit. Tempelkan saja teks artikelnya.
}
error-not-an-article-page = { $kind ->
    [file] { $content ->
        [pdf] Saya tidak menemukan teks di dalam PDF itu. Mungkin berupa pindaian, terkunci, atau rusak. Tempelkan saja teksnya.
       *[other] Saya tidak menemukan artikel di dalam berkas itu. Tempelkan saja teksnya.
    }
   *[page] { $content ->
        [html] { $found ->
            [index] Halaman { $host } itu berisi daftar judul, bukan artikel. Kirim tautan satu artikel, atau tempelkan teksnya.
            [paywall] Artikel { $host } itu hanya untuk pelanggan. Jika Anda dapat membukanya, tempelkan teksnya di sini.
            [error] { $host } menampilkan halaman kesalahan. Periksa tautannya, atau tempelkan teksnya.
            [wall] { $host } menampilkan penghalang bagi program seperti saya. Buka sendiri halamannya, lalu tempelkan teksnya di sini.
            [video] Halaman { $host } itu berupa video dengan sedikit teks. Kirim artikel, atau tempelkan teksnya.
            [live] Halaman { $host } itu laporan langsung yang masih terus ditulis, bukan satu artikel. Kirim artikel, atau tempelkan bagian yang Anda inginkan.
            [photos] Halaman { $host } itu berupa foto dengan sedikit teks. Kirim artikel, atau tempelkan teksnya.
           *[other] Saya tidak menemukan artikel di halaman { $host } itu. Jika Anda melihatnya, salin dan tempelkan teksnya di sini.
        }
       *[other] Tautan { $host } itu menuju berkas yang tidak dapat saya baca ({ $content_type }). Tempelkan saja teksnya.
    }
}
error-no-article = Saya tidak menemukan artikel di situ. Tempelkan teksnya, atau kirim tautannya.
error-too-short = Teks itu hanya { $length_chars } karakter, terlalu pendek untuk diringkas. Kirimkan artikel selengkapnya.
error-too-long = Teks itu lebih panjang daripada satu artikel (lebih dari { $limit_chars } karakter). Kirim satu artikel saja.
error-wrong-language = { $code ->
    [und] Bahasa teks itu tidak dapat saya kenali. Saya membaca artikel berbahasa Indonesia dan Inggris{ $targets ->
        [none] .
       *[other] {""} dan menjawab dalam bahasa: { $targets }.
    }
   *[other] Teks itu tampaknya berbahasa { $detected }. Saya membaca artikel berbahasa Indonesia dan Inggris{ $targets ->
        [none] .
       *[other] {""} dan menjawab dalam bahasa: { $targets }.
    }
}
error-no-package = Terjemahan dari bahasa { $source } ke bahasa { $target } belum terpasang di sini. Pilih bahasa lain dengan /language, atau mintalah pengelola memasangnya.
error-translation-failed = Penerjemahan dari bahasa { $source } ke bahasa { $target } gagal. Coba lagi nanti; jika tetap gagal, beri tahu pengelola.
error-busy = Artikel yang dikirim sekaligus terlalu banyak. Silakan kirim lagi artikel ini, dan yang menyusul sesudahnya, setelah { $wait }.

bug = Maaf, terjadi kesalahan di sini, bukan karena teks Anda. Coba kirim lagi nanti. Jika terulang, berikan kode ini kepada pengelola: { $id }
bug-each-time = Maaf, sudah { $tries } kali dicoba dan setiap kali terjadi kesalahan di sini, bukan karena teks Anda. Coba kirim lagi nanti. Jika terulang, berikan kode ini kepada pengelola: { $id }

## Daftar milik Telegram

command-start = Apa yang dilakukan bot ini
command-ringkas = Di grup: ringkasan artikel yang Anda balas
command-help = Apa yang bisa dikirim, dan caranya
command-settings = Bahasa, panjang, dan isi ringkasan
command-language = Bahasa ringkasan
command-length = Panjang ringkasan
command-today = Artikel hari ini di obrolan ini
command-forget = Hapus yang tersimpan dari obrolan ini
command-about = Cara kerja dan ke mana teks Anda pergi
bot-description = Kirimkan artikel berita berbahasa Indonesia atau Inggris sebagai teks, tautan, atau berkas. Anda menerima ringkasan dalam bahasa Anda: judul, isi pokok, kutipan penting beserta narasumbernya, dan nama-nama. Setiap kalimat terjemahan dapat dibandingkan dengan aslinya. Teks Anda tetap di mesin pengelola.
bot-short-description = Artikel berita Indonesia dan Inggris menjadi ringkasan dalam bahasa Anda: isi pokok, kutipan, nama.
