package org.viestka.commentary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

import org.viestka.markdown.Body;
import org.viestka.markdown.Signs;
import org.viestka.markdown.Slug;
import org.viestka.support.Nasty;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

@Domain(Nasty.class)
class SlugInjectionTest {

    @Property
    void whatever_the_title_is_its_path_is_plain(@ForAll String title) {
        for (var language : new String[]{"en", "be", "ru"}) {
            var slug = Slug.of(title, language);
            assertThat(slug).matches("[a-z0-9]+(-[a-z0-9]+)*").hasSizeLessThanOrEqualTo(Slug.MOST);
            assertThat(Slug.free(slug, Set.of(slug))).matches("[a-z0-9]+(-+[a-z0-9]+)*").hasSizeLessThanOrEqualTo(Slug.MOST)
                    .startsWith(Slug.beginning(slug)).isNotEqualTo(slug);
        }
    }

    @Property
    void what_is_cleaned_has_nothing_that_a_page_or_a_feed_cannot_carry(@ForAll String text) {
        assertThat(Signs.clean(text)).doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\p{Cs}\\uFFFE\\uFFFF]");
        assertThat(Body.of(text, "be", "https://news.example.org"::concat, "/be/ruling-elite/title").page())
                .doesNotContainPattern(
                        "<(?!/?(p|br|h[2-6]|ul|ol|li|em|strong|del|code|pre|blockquote|a|hr|table|thead|tbody|tr|th|td|div)\\b)");
    }
}
