package org.viestka.vault;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/** What is in a key file: one JSON object with a Tink keyset for each use, so that no key ever serves two. */
final class Keyset {

    /** What a key is for, and the Tink template a new one is made from. */
    enum Use {
        ADDRESSES("AES256_SIV"), TOKENS("AES256_SIV"), SUPPRESSIONS("HMAC_SHA256_PRF"), MESSAGE_IDS(
                "HMAC_SHA256_PRF"), NETWORKS("HMAC_SHA256_PRF");

        static {
            try {
                DeterministicAeadConfig.register();
                PrfConfig.register();
            } catch (GeneralSecurityException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        final String template;

        Use(String template) {
            this.template = template;
        }

        /** As in the file and in the database. */
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final EnumSet<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private final Map<Use, KeysetHandle> handles;

    Keyset(Map<Use, KeysetHandle> handles) {
        this.handles = handles;
    }

    KeysetHandle handle(Use use) {
        return handles.get(use);
    }

    /**
     * @throws UnusableKeysetException when the file is missing, open to others, cut short or no key file; the message says what
     *         to do
     */
    static Keyset read(Path file) {
        try {
            refuseIfOpenToOthers(file);
            return parse(file, Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new UnusableKeysetException("There is no key file " + file
                    + ". Put back your backup of it, or name the right file in viestka.keyset; nothing was changed."
                    + " For a new, empty database make one with: java -jar quarkus-run.jar new-keyset FILE");
        } catch (CharacterCodingException e) {
            throw damaged(file);
        } catch (IOException e) {
            throw new UnusableKeysetException("The key file " + file + " cannot be read (" + e.getClass().getSimpleName()
                    + "). It must be a file that the user who runs Viestka, and nobody else, may read; nothing was changed.");
        }
    }

    private static Keyset parse(Path file, String text) {
        try {
            var json = JsonParser.parseString(text).getAsJsonObject();
            var handles = new EnumMap<Use, KeysetHandle>(Use.class);
            for (var use : Use.values()) {
                var keyset = json.get(use.key());
                if (keyset == null) {
                    throw damaged(file);
                }
                handles.put(use, TinkJsonProtoKeysetFormat.parseKeyset(keyset.toString(), InsecureSecretKeyAccess.get()));
            }
            return new Keyset(handles);
        } catch (JsonParseException | IllegalStateException | GeneralSecurityException e) {
            throw damaged(file);
        }
    }

    String toJson() {
        var json = new JsonObject();
        try {
            for (var use : Use.values()) {
                json.add(use.key(), JsonParser.parseString(
                        TinkJsonProtoKeysetFormat.serializeKeyset(handles.get(use), InsecureSecretKeyAccess.get())));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The keys could not be written", e);
        }
        return json + "\n";
    }

    static byte[] octets(Keyset keyset) {
        return keyset.toJson().getBytes(StandardCharsets.UTF_8);
    }

    /** The owner's group may read it, as it must where the file is mounted into a container. */
    private static void refuseIfOpenToOthers(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw new UnusableKeysetException("The key file " + file + " is open to everybody on this machine. Run: chmod 600 "
                    + file + ". If somebody may have read it, add new keys and rotate; nothing was changed.");
        }
    }

    private static UnusableKeysetException damaged(Path file) {
        return new UnusableKeysetException("The key file " + file + " is empty, cut short or no key file of Viestka."
                + " Put back your backup of it; nothing was changed.");
    }
}
