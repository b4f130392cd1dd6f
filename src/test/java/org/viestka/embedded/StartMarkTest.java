package org.viestka.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartMarkTest {

    @TempDir
    Path directory;

    private Path within;
    private Path beside;
    private StartMark mark;

    @BeforeEach
    void begin() {
        within = directory.resolve("within");
        beside = directory.resolve("beside");
        mark = new StartMark(within, beside);
    }

    @Test
    void files_that_were_left_where_they_are_are_the_last_ones() throws IOException {
        assertThat(mark.isFormer()).isFalse();
        mark.renew();
        assertThat(mark.isFormer()).isFalse();
        mark.renew();
        assertThat(mark.isFormer()).isFalse();
    }

    @Test
    void files_from_before_the_last_start_are_former_ones_until_they_are_started_with() throws IOException {
        mark.renew();
        var backup = Files.readString(within);
        mark.renew();
        Files.writeString(within, backup);
        assertThat(mark.isFormer()).isTrue();
        mark.renew();
        assertThat(mark.isFormer()).isFalse();
    }

    @Test
    void files_that_came_from_elsewhere_are_former_ones_and_so_are_those_from_before_there_was_a_mark() throws IOException {
        mark.renew();
        Files.move(beside, directory.resolve("lost"));
        assertThat(mark.isFormer()).isTrue();
        Files.move(directory.resolve("lost"), beside);
        Files.delete(within);
        assertThat(mark.isFormer()).isTrue();
        Files.createFile(within);
        assertThat(mark.isFormer()).isTrue();
    }

    @Test
    void whoever_is_killed_in_the_middle_finds_the_last_ones() throws IOException {
        mark.renew();
        var first = Files.readString(within);
        var second = "a-new-word\n";
        Files.writeString(beside, first + second);
        assertThat(mark.isFormer()).isFalse();
        Files.writeString(within, second);
        assertThat(mark.isFormer()).isFalse();
    }
}
