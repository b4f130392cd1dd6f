package org.viestka.doctor;

import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.viestka.doctor.Dns.SilentException;
import org.viestka.doctor.Finding.Check;
import org.viestka.doctor.Finding.Result;
import org.viestka.publication.Publication;
import org.viestka.publication.Words;
import org.viestka.web.RequestLanguage;

/** Looks at what the operator has to set up outside, and says in words what to mend. */
@Path("/api/doctor")
@RolesAllowed("admin")
@Tag(name = "Doctor")
public class DoctorResource {

    private final SenderChecks sender;
    private final RelayChecks relay;
    private final SiteCheck site;
    private final DatabaseCheck database;
    private final RequestLanguage language;

    DoctorResource(SenderChecks sender, RelayChecks relay, SiteCheck site, DatabaseCheck database,
            RequestLanguage language) {
        this.database = database;
        this.sender = sender;
        this.relay = relay;
        this.site = site;
        this.language = language;
    }

    /** @param result the worst of all */
    @Schema(name = "Diagnosis")
    record View(Result result, List<Said> checks) {}

    /** @param fix null where there is nothing to do */
    @Schema(name = "DiagnosisCheck")
    record Said(Check check, Result result,
            @Schema(examples = "\"news.example.org does not say who may send for it (SPF).\"") String says, String fix) {}

    /** One look. */
    @FunctionalInterface
    private interface Look {
        Finding look() throws SilentException;
    }

    @GET
    @Operation(operationId = "examine", summary = "Whether mail and links arrive: SPF, DKIM, DMARC, names, TLS to the relay, the public URL; whether the database was restored; and what to mend", description = "Asks name servers and the relay, so it takes some seconds.")
    public View examine() {
        var findings = new ArrayList<Finding>();
        boolean answers = look(findings, Check.SPF, sender::spf, true);
        answers = look(findings, Check.DKIM, sender::dkim, answers);
        answers = look(findings, Check.DMARC, sender::dmarc, answers);
        answers = look(findings, Check.PTR, relay::names, answers);
        look(findings, Check.PUBLIC_URL, site::publicUrl, answers);
        findings.add(relay.relay());
        findings.add(database.database());
        var words = Publication.words(language.current());
        return new View(worst(findings), findings.stream().map(finding -> said(finding, words)).toList());
    }

    /** Whether name servers answer: nobody is kept waiting for them again and again. */
    private static boolean look(List<Finding> findings, Check check, Look look, boolean answers) {
        if (!answers) {
            findings.add(Finding.unanswered(check));
            return false;
        }
        try {
            findings.add(look.look());
            return true;
        } catch (SilentException e) {
            findings.add(Finding.unanswered(check));
            return false;
        }
    }

    private static Result worst(List<Finding> findings) {
        for (var result : List.of(Result.ERROR, Result.WARNING, Result.UNKNOWN)) {
            if (findings.stream().anyMatch(finding -> finding.result() == result)) {
                return result;
            }
        }
        return Result.OK;
    }

    private static Said said(Finding finding, Words words) {
        return new Said(finding.check(), finding.result(), finding.says().apply(words),
                finding.fix() == null ? null : finding.fix().apply(words));
    }
}
