package org.viestka.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/** The key file: one JSON object with a Tink keyset for each use, so that no key ever serves two. */
public final class Keyset {

    /** What a key is for, and the Tink template a new one is made from. */
    enum Use {
        ADDRESSES("AES256_SIV"), TOKENS("AES256_SIV"), SUPPRESSIONS("HMAC_SHA256_PRF"), MESSAGE_IDS(
                "HMAC_SHA256_PRF"), NETWORKS("HMAC_SHA256_PRF");

        final String template;

        Use(String template) {
            this.template = template;
        }
    }

    static {
        try {
            DeterministicAeadConfig.register();
            PrfConfig.register();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Map<Use, KeysetHandle> handles;

    private Keyset(Map<Use, KeysetHandle> handles) {
        this.handles = handles;
    }

    KeysetHandle handle(Use use) {
        return handles.get(use);
    }

    /**
     * Writes a new key file, readable by its owner alone.
     *
     * @throws FileAlreadyExistsException when there is a file already: a lost key loses every address, so none is ever overwritten
     */
    public static void create(Path file) throws IOException {
        var json = new JsonObject();
        try {
            for (var use : Use.values()) {
                var handle = KeysetHandle.generateNew(KeyTemplates.get(use.template));
                json.add(use.name().toLowerCase(java.util.Locale.ROOT), JsonParser.parseString(
                        TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get())));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No key could be made", e);
        }
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, ownerOnly);
        } else {
            Files.createFile(file);
        }
        Files.writeString(file, json + "\n", StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /**
     * @throws UnusableKeysetException when the file is missing, cut short or no key file; the message says what to do
     */
    static Keyset read(Path file) {
        try {
            var json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            var handles = new LinkedHashMap<Use, KeysetHandle>();
            for (var use : Use.values()) {
                var keyset = json.get(use.name().toLowerCase(java.util.Locale.ROOT));
                if (keyset == null) {
                    throw new UnusableKeysetException(
                            "The key file " + file + " has no keys for " + use + ": it is cut short or no"
                                    + " key file of Viestka. Put back your backup of it; nothing was changed.");
                }
                handles.put(use, TinkJsonProtoKeysetFormat.parseKeyset(keyset.toString(), InsecureSecretKeyAccess.get()));
            }
            return new Keyset(handles);
        } catch (NoSuchFileException e) {
            throw new UnusableKeysetException("There is no key file " + file
                    + ". Put back your backup of it, or name the right file"
                    + " in viestka.keyset. For a new, empty database make one with: java -jar quarkus-run.jar new-keyset FILE");
        } catch (IOException e) {
            throw new UnusableKeysetException("The key file " + file + " cannot be read (" + e.getMessage() + ").");
        } catch (JsonParseException | IllegalStateException | GeneralSecurityException e) {
            throw new UnusableKeysetException(
                    "The key file " + file + " is cut short or no key file of Viestka. Put back your backup"
                            + " of it; nothing was changed.");
        }
    }
}
