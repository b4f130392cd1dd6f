package org.viestka.endurance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/** What a process has used, by Linux's /proc. */
record Usage(double cpuSeconds, long peakRssKilobytes) {

    private static final double TICKS_PER_SECOND = 100;

    static Usage of(long pid) throws IOException {
        return new Usage(cpu(pid), peak(pid));
    }

    /** Processor time of a process and of all that it started, also of those that have ended. */
    static double cpuOfTree(long pid) throws IOException {
        double seconds = cpu(pid);
        for (var child : ProcessHandle.of(pid).orElseThrow().children().toList()) {
            try {
                seconds += cpuOfTree(child.pid());
            } catch (NoSuchFileException | NoSuchElementException ended) {
                // It counts with its parent now.
                continue;
            }
        }
        return seconds;
    }

    private static double cpu(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The name in brackets may hold spaces; utime, stime, cutime and cstime are fields 14 to 17 (proc(5)).
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int field = 14; field <= 17; field++) {
            ticks += Long.parseLong(fields[field - 3]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Processor time by the thread's name, the most first. */
    static void printThreads(long pid, PrintStream out) throws IOException {
        var byName = new TreeMap<String, Double>();
        try (var tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (var task : tasks.toList()) {
                var stat = Files.readString(task.resolve("stat"));
                var name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')).replaceAll("\\d+", "");
                var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                byName.merge(name, (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND, Double::sum);
            }
        }
        byName.entrySet().stream().sorted(Map.Entry.<String, Double>comparingByValue().reversed()).limit(12)
                .forEach(entry -> out.println("    " + entry));
    }

    private static long peak(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
    }
}
