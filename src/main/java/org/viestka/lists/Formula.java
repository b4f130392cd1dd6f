package org.viestka.lists;

/**
 * Cells that a spreadsheet would run are defused with an apostrophe (OWASP ASVS 1.2.10), and read back without it. Others write a
 * formula that is nothing but a text.
 */
public final class Formula {

    // The apostrophe is one of them, so that an address which begins with one comes back as it was.
    private static final String STARTS = "=+-@\t\r\0'";

    private Formula() {}

    public static String defuse(String cell) {
        return !cell.isEmpty() && STARTS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    /**
     * What the cell of an address says. An apostrophe in front is the guard of whoever wrote the file: {@link #defuse} gives an address
     * that begins with one a second one.
     */
    public static String restore(String cell) {
        if (cell.length() > 3 && cell.startsWith("=\"") && cell.endsWith("\"")) {
            return cell.substring(2, cell.length() - 1);
        }
        return cell.startsWith("'") ? cell.substring(1) : cell;
    }
}
