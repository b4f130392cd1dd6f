package org.viestka.lists;

import java.util.List;
import java.util.Set;

/** What other programs and people call the column of addresses; names without capitals, blanks and signs. */
final class EmailColumn {

    /** The later ones count only where there is none of the former. */
    static final List<Set<String>> NAMES = List.of(Set.of("email"),
            Set.of("emailaddress", "emailaddresses", "emails", "mail", "mailaddress", "subscriberemail", "useremail",
                    "contactemail", "primaryemail", "email1", "email1value", "emailaddress1", "emailadresse", "emailadressen",
                    "mailadresse", "emailadress", "elektronischepost", "adresseemail", "adressemail", "adresseélectronique",
                    "courriel", "courrierélectronique", "correoelectrónico", "correoelectronico", "correo",
                    "direccióndecorreo", "direccióndeemail", "direccióndecorreoelectrónico", "adresemail",
                    "adrespocztyelektronicznej",
                    "pocztaelektroniczna", "электроннаяпочта", "адресэлектроннойпочты", "адресэлпочты", "адресэпочты",
                    "элпочта",
                    "эпочта", "эладрес", "электронныйадрес", "адресemail", "emailадрес", "mailадрес", "емейл", "емайл", "имейл",
                    "имэйл", "мейл", "майл", "электроннаяпошта", "адрасэлектроннайпошты", "адрасэлпошты", "адрасэпошты",
                    "элпошта", "эпошта", "эладрас", "электронныадрас", "адрасemail", "emailадрас", "емэйл", "імэйл", "мэйл",
                    "електроннапошта", "адресаелектронноїпошти", "адресаелпошти", "адресаепошти", "елпошта", "епошта",
                    "електроннаадреса", "адресаemail", "emailадреса", "імейл"),
            Set.of("почта", "пошта"),
            // May be where somebody lives.
            Set.of("адрес", "адрас", "адреса"));

    private EmailColumn() {}

    /** How exact a name is, the least being the most exact; as many as there are where it is none. */
    static int rank(String name) {
        int rank = 0;
        while (rank < NAMES.size() && !NAMES.get(rank).contains(name)) {
            rank++;
        }
        return rank;
    }
}
