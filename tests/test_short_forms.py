"""Short forms are written out before a model reads them, and names are left alone."""

from __future__ import annotations

import pytest

from bot.translation.short_forms import written_out


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Plt Bupati hadir.", "Penjabat Bupati hadir."),
        ("Ia plt bupati.", "Ia penjabat bupati."),
        ("Eks Kapolri diperiksa.", "Mantan Kapolri diperiksa."),
        ("Mentan: Stok beras aman", "Menteri Pertanian: Stok beras aman"),
        ("Kata Mendikdasmen Danar.", "Kata Menteri Pendidikan Dasar dan Menengah Danar."),
        ("Menko PMK tiba.", "Menteri Koordinator Bidang Pembangunan Manusia dan Kebudayaan tiba."),
        ("Menko Danar tiba.", "Menteri Koordinator Danar tiba."),
        ("Menko Polkam hadir.", "Menteri Koordinator Bidang Politik dan Keamanan hadir."),
        ("Sesuai PMK itu, pajak turun.", "Sesuai PMK itu, pajak turun."),
        ("Menteri ESDM hadir.", "Menteri Energi dan Sumber Daya Mineral hadir."),
        ("Gelombang PHK melanda.", "Gelombang pemutusan hubungan kerja melanda."),
        ("Buruh di-PHK.", "Buruh di-PHK."),
        ("Pemutusan hubungan kerja (PHK) naik.", "Pemutusan hubungan kerja (PHK) naik."),
        ("Ia tiga-empat kali datang.", "Ia tiga atau empat kali datang."),
        ("Dua-tiga orang datang.", "Dua atau tiga orang datang."),
        ("Butuh tiga-lima hari.", "Butuh tiga sampai lima hari."),
        ("Satu-satunya, dua-dua, tiga-satu.", "Satu-satunya, dua-dua, tiga-satu."),
        ('Peluru kaliber "empat-lima" hilang.', 'Peluru kaliber "empat-lima" hilang.'),
        ("Buka tgl 5 s.d. 10 Mei.", "Buka tanggal 5 sampai 10 Mei."),
        ("Mulai pkl. 15.00 WIB.", "Mulai pukul 15.00 WIB."),
        ("Tiket dijual H-3 Lebaran.", "Tiket dijual 3 hari sebelum Lebaran."),
        ("Tiket dijual mulai H-3.", "Tiket dijual mulai 3 hari sebelumnya."),
        ("Ramai H-3 hingga H+2 Natal.", "Ramai 3 hari sebelumnya hingga 2 hari setelah Natal."),
        ("Silakan bapak/ibu untuk masuk.", "Silakan Anda untuk masuk."),
        ("Para bapak/ibu guru pulang.", "Para bapak/ibu guru pulang."),
        ("PT Contoh Raya (Persero) Tbk untung.", "PT Contoh Raya Tbk untung."),
        ("Hingga berita ini diturunkan, ia diam.", "Hingga berita ini terbit, ia diam."),
        ("Rugi Rp 2,5 M.", "Rugi Rp 2,5 miliar."),
        ("Rugi Rp2-3 M lebih.", "Rugi Rp2-3 miliar lebih."),
        ("Utang Rp1,2T dan Rp 500 jt.", "Utang Rp1,2 triliun dan Rp 500 juta."),
        ("Rugi Rp 3 Mobil.", "Rugi Rp 3 Mobil."),
        ("Plt. Bupati Lumban hadir.", "Penjabat Bupati Lumban hadir."),
        ("Server AWS EKS milik PJ Lumban.", "Server AWS EKS milik PJ Lumban."),
        ("Ia tinggal di Blok H-12 Lumban.", "Ia tinggal di Blok H-12 Lumban."),
        ("Skor dua-tiga untuk tamu.", "Skor dua-tiga untuk tamu."),
        ("Tıga-empat kali, pjſ bupati.", "Tıga-empat kali, pjſ bupati."),
        ("Lihat https://contoh.example/H-3/PHK.", "Lihat https://contoh.example/H-3/PHK."),
    ],
)
def test_a_short_form_is_written_out(short: str, long: str) -> None:
    assert written_out(short) == long
    assert written_out(long) == long


def test_a_headline_stays_one() -> None:
    assert written_out("Gelombang PHK Melanda Pabrik Tekstil Bandung") == (
        "Gelombang Pemutusan Hubungan Kerja Melanda Pabrik Tekstil Bandung"
    )


def test_a_short_form_in_a_name_stays() -> None:
    line = "Kementerian ESDM dan Menteri ESDM rapat."
    assert written_out(line, [(0, 16)]) == (
        "Kementerian ESDM dan Menteri Energi dan Sumber Daya Mineral rapat."
    )
