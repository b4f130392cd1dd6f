package org.viestka.web;

/** Cells that a spreadsheet would run are defused with an apostrophe (OWASP ASVS 1.2.10), and read back without it. */
public final class Formula {

    // The apostrophe is one of them, so that an address which begins with one comes back as it was.
    private static final String STARTS = "=+-@\t\r\0'";

    private Formula() {}

    public static String defuse(String cell) {
        return !cell.isEmpty() && STARTS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    /** Takes the apostrophe away where it stands before a dangerous character; in files of others it may be the address's own. */
    public static String restore(String cell) {
        return cell.length() > 1 && cell.charAt(0) == '\'' && STARTS.indexOf(cell.charAt(1)) >= 0 ? cell.substring(1) : cell;
    }
}
