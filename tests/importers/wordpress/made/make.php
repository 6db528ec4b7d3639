<?php
/* Make a small site with WordPress itself, and keep what it exports and what it shows:

       php make.php /usr/share/wordpress OUTPUT

   WordPress (Debian has a package) needs a wp-config.php with an empty database of its own.
   export.xml and pages.json beside this file were made with WordPress 6.1.9. */

[, $wordpress, $output] = $argv;
error_reporting(E_ERROR);
$_SERVER += ['HTTP_HOST' => 'yundu.example', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1'];
define('WP_INSTALLING', true);
define('WP_SITEURL', 'https://yundu.example');
define('WP_HOME', 'https://yundu.example');
require "$wordpress/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/export.php';

add_filter('pre_wp_mail', '__return_true');
wp_install('云渡晚报 & 副刊', 'linjiang', 'linjiang@yundu.example', true, '', 'password');
foreach (get_posts(['post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1]) as $sample) {
    wp_delete_post($sample->ID, true);
}
wp_update_user(['ID' => 1, 'display_name' => '林江']);
update_option('timezone_string', 'Asia/Shanghai');
$wp_rewrite->init();
$wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%day%/%postname%/');
$wp_rewrite->flush_rules(false);
create_initial_taxonomies();
create_initial_post_types();
register_taxonomy('region', 'post', ['public' => true]);

function made(string $title, string $text, string $date, array $more = []): int
{
    $fields = ['post_title' => $title, 'post_content' => $text, 'post_date' => $date] + $more;
    return wp_insert_post(wp_slash($fields + ['post_status' => 'publish', 'post_author' => 1]));
}

function uploaded(string $name, string $alt, string $caption, int $parent): int
{
    $fields = [
        'guid' => "https://yundu.example/wp-content/uploads/2021/12/$name",
        'post_title' => $name, 'post_excerpt' => $caption, 'post_status' => 'inherit',
        'post_mime_type' => str_ends_with($name, '.mp3') ? 'audio/mpeg' : 'image/jpeg',
    ];
    $id = wp_insert_attachment($fields, "2021/12/$name", $parent);
    update_post_meta($id, '_wp_attachment_image_alt', $alt);
    return $id;
}

$city = wp_insert_term('本城', 'category', ['slug' => 'city', 'description' => '城里的事。'])['term_id'];
$ferry = wp_insert_term('渡运', 'category', ['slug' => 'ferry', 'parent' => $city])['term_id'];
$dawn = wp_insert_term('早班 & 夜航', 'category')['term_id'];

$first = made(
    '渡口新开夜航',
    "第一段。\n第二行。\n\n第二段 <strong>粗</strong>。\n\n<!--more-->\n\n<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n"
    . "后文 [1] 与 [图]。",
    '2021-12-28 07:35:22',
    ['post_category' => [$city, $ferry], 'tags_input' => ['夜航', 'Night & Day']]
);
wp_set_object_terms($first, ['北岸'], 'region');
$picture = uploaded('a.jpg', '渡口的早晨', '题注一', $first);
$other = uploaded('b.jpg', '', '题注 <b>二</b>', $first);
uploaded('c.mp3', '', '船笛', $first);
update_post_meta($first, '_thumbnail_id', $picture);
wp_insert_comment(['comment_post_ID' => $first, 'comment_content' => '好', 'comment_author' => '甲']);

$classic = made(
    '老船“丰”号&#8217;s 归来',
    "文。\n\n[caption id=\"attachment_$picture\" width=\"300\"]<img class=\"wp-image-$picture\""
    . ' src="https://yundu.example/wp-content/uploads/2021/12/a.jpg" alt="x" width="300" /> 题注里的字[/caption]'
    . "\n\n[gallery ids=\"$picture,$other\" link=\"none\"]\n\n"
    . "再见 <a href=\"https://yundu.example/?p=$first\">旧闻</a>。\n\n"
    . "<blockquote>引文一\n\n引文二</blockquote>\n<pre>a\n\nb</pre>\n<h2>小题</h2>\n尾。",
    '2021-06-30 23:59:59',
    ['post_category' => [$ferry], 'post_name' => 'old-boat']
);
$blocks = made(
    '块编辑器',
    "<!-- wp:paragraph -->\n<p>块一。</p>\n<!-- /wp:paragraph -->\n\n"
    . "<!-- wp:list -->\n<ul><li>甲</li><li>乙</li></ul>\n<!-- /wp:list -->\n\n"
    . "<!-- wp:freeform -->\n经典一\n\n经典二\n<!-- /wp:freeform -->\n\n"
    . "<!-- wp:paragraph -->\n<p>块尾。</p>\n<!-- /wp:paragraph -->",
    '2021-01-01 00:00:01',
    ['post_category' => [$dawn]]
);
$table = made(
    '表格与列表',
    "<table>\n<tr><td>甲\n乙</td></tr>\n</table>\n<div>块\n\n块二</div>\n<p>段\n行</p>\n\n甲<br />\n乙\n\n"
    . "<em>斜\n体</em>\n\n<hr />\n\n末",
    '2021-02-01 08:00:00',
    ['post_category' => [$city], 'post_name' => 'table-new']
);
update_post_meta($table, '_wp_old_slug', 'table');
$draft = made('草稿', '草', '2021-01-01 07:00:00', ['post_status' => 'draft']);
$private = made('私密', '秘', '2021-01-01 08:00:00', ['post_status' => 'private']);
$more = ['post_password' => 'abc', 'post_category' => [$city]];
$locked = made('口令', '令', '2021-01-02 08:00:00', $more);
$later = made('将来', '来', '2099-01-02 08:00:00', ['post_status' => 'future']);
wp_trash_post(made('弃', '弃', '2021-01-03 08:00:00'));
$info = made('信息', '页。', '2020-01-01 08:00:00', ['post_type' => 'page', 'post_name' => 'info']);
$about = made(
    '关于',
    "关于我们。\n\n<a href=\"/info/\">上层</a>",
    '2020-01-01 09:00:00',
    ['post_type' => 'page', 'post_name' => 'about', 'post_parent' => $info]
);

ob_start();
export_wp(['content' => 'all']);
file_put_contents("$output/export.xml", ob_get_clean());

$shown = $terms = [];
foreach ([$first, $classic, $blocks, $table, $draft, $private, $locked, $later, $info, $about] as $id) {
    $post = get_post($id);
    setup_postdata($post);
    $is_shown = $post->post_status === 'publish' && $post->post_password === '';
    $html = preg_replace('#<style.*?</style>#s', '', apply_filters('the_content', $post->post_content));
    $shown[] = ['link' => get_permalink($id), 'shown' => $is_shown, 'title' => get_the_title($id), 'html' => $html];
}
foreach (get_terms(['taxonomy' => ['category', 'post_tag'], 'hide_empty' => true]) as $term) {
    $terms[] = get_term_link($term);
}
$flags = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRETTY_PRINT;
file_put_contents("$output/pages.json", json_encode(['pages' => $shown, 'terms' => $terms], $flags) . "\n");
