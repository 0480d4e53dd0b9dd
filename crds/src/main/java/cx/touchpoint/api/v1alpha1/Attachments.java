package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which files customers may send, and be sent. */
@ValidationRule(
    value =
        "!has(self.maxSize) ||"
            + " self.maxSize.matches('^([1-9][0-9]{0,3}Ki|([1-9]|1[0-9]|2[0-5])Mi)$')",
    fieldPath = ".maxSize",
    message =
        "must be one number and one unit of Ki, Mi, from 1Ki to 25Mi, for example 10Mi: a file lies in"
            + " the database")
@ValidationRule(
    value = "self.matches('^(image/(png|jpeg|gif|webp)|application/pdf|text/plain)$')",
    fieldPath = ".contentTypes[*]",
    message =
        "must be one of image/png, image/jpeg, image/gif, image/webp, application/pdf, text/plain: a"
            + " connector takes only what it can tell by its first bytes")
public record Attachments(
    @Default("10Mi")
        @Size(max = 8)
        @JsonPropertyDescription(
            "The largest file: one number and one unit of Ki, Mi, from 1Ki to 25Mi.")
        @Nullable String maxSize,
    @Size(min = 1, max = 6)
        @JsonPropertyDescription(
            "What a file may be; the first bytes have to fit. Without it all of image/png,"
                + " image/jpeg, image/gif, image/webp, application/pdf, text/plain.")
        @Nullable List<@Size(min = 1, max = 32) String> contentTypes) {}
